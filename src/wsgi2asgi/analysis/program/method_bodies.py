"""Reading methods statically: what ``self.x`` refers to, by the class and by what its methods assign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.static import Body


@dataclass(frozen=True)
class MethodBody(Body):
    """A method's operations; ``self.preview`` refers to the method of the class, ``self.detail_view`` to what its body
    or another method of it assigns."""

    definitions: Definitions
    owner: str

    def dotted(self, index: int) -> str | None:
        """The canonical dotted name an operation refers to, what belongs to the own class included."""
        head, _, rest = self.text(index).partition(".")
        parameters = self.function.parameters
        if not rest or not parameters or head != parameters[0].name:
            return Body.dotted(self, index)
        method = self.definitions.find_method(self.owner, rest)
        return method.name if method is not None else self._attribute(rest)

    def _attribute(self, name: str) -> str | None:
        for base in self.definitions.lineages.of(self.owner):
            cls = self.definitions.classes.get(base)
            found = next(self._assigned(cls, name), None) if cls is not None else None
            if found is not None:
                return found
        return None

    def _assigned(self, cls: Class, name: str) -> Iterator[str]:
        facts = self.definitions.names.files[cls.path]
        inside = Body(self.names, facts, facts.by_qualname[cls.facts.qualname])
        values = [
            (inside, inside.ops[store].inputs[0]) for store in inside.stores.get(name, ()) if inside.ops[store].inputs
        ]
        for method in cls.methods.values():
            body = Body(self.names, facts, self.definitions.functions[method].facts)
            stores = (op for op in body.ops if op.kind == "store_attr" and op.name == name)
            values += [(body, op.inputs[1]) for op in stores]
        for body, index in values:
            found = self._class_of(body, index)
            if found is not None:
                yield found

    def _class_of(self, body: Body, index: int) -> str | None:
        """The view in ``views.Detail``, ``views.Detail.as_view()``, ``getattr(self, "detail", views.Detail)``, and in
        a look-up by name: ``get_class("catalogue.views", "Detail")``."""
        op = body.ops[index]
        if op.kind != "call":
            return body.dotted(index)
        callee = body.ops[op.inputs[0]]
        if callee.kind == "attr" and callee.name == "as_view":
            return body.dotted(callee.inputs[0])
        if callee.name == "getattr" and len(op.positional) == 3:
            return self._class_of(body, op.positional[2])
        texts = [body.constant(item) for item in op.positional]
        named = ".".join(text for text in texts if isinstance(text, str))
        return self._by_name(named) if texts and len(texts) < 3 and "." in named else None

    def _by_name(self, named: str) -> str | None:
        """The class of this dotted name, or of one that ends so; the shortest where there are several."""
        module, _, name = named.rpartition(".")
        ending = (item for item in self.names.modules if item == module or item.endswith(f".{module}"))
        found = (self.names.canonical(f"{item}.{name}") for item in sorted(ending, key=lambda item: (len(item), item)))
        return next((item for item in found if item in self.definitions.classes), None)
