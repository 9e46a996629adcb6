"""Functions and classes of the project by dotted name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from wsgi2asgi.analysis.facts.values import ClassFacts, FileFacts, FunctionFacts
from wsgi2asgi.analysis.program.bases import Bases
from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.lineage import Lineages
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.static import Body

_PARTS = ("setter", "deleter")
_METHOD_DECORATOR = "django.utils.decorators.method_decorator"


def _role(facts: FileFacts, name: str, qualname: str) -> str:
    """Under what a method is looked up: ``name``, or ``name.setter`` and ``name.deleter`` of a property."""
    texts = tuple(item.text for item in facts.by_qualname[qualname].decorators)
    return next((f"{name}.{part}" for part in _PARTS if any(text.endswith(f"{name}.{part}") for text in texts)), name)


class Definitions:
    """``functions`` and ``classes`` of all files, classes with their MRO."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        self.lineages = Lineages(self._bases)
        self._methods: dict[tuple[str, str], Function | None] = {}
        self._bases_of = Bases(names)
        self._add_all(names.files)

    def add(self, files: Mapping[str, FileFacts]) -> None:
        """Further files; all is in their order again."""
        self.names.add(files)
        self._add_all(files)
        self.functions = dict(sorted(self.functions.items(), key=lambda item: item[1].path))
        self.classes = dict(sorted(self.classes.items(), key=lambda item: item[1].path))

    def _add_all(self, files: Mapping[str, FileFacts]) -> None:
        for facts in files.values():
            self._add(facts)
        added = [f"{facts.module}.{cls.qualname}" for facts in files.values() for cls in facts.classes]
        for name in added:
            cls = self.classes[name]
            bases = tuple(item for base in cls.bases for item in self._bases_of.behind(base, self.classes))
            if bases != cls.bases:
                self.classes[name] = replace(cls, bases=bases)
        for name in added:
            lineage, is_open = self.lineages.of(name), self.lineages.has_unknown(name)
            self.classes[name] = replace(self.classes[name], lineage=lineage, has_unknown_base=is_open)

    def _add(self, facts: FileFacts) -> None:
        for cls in facts.classes:
            self.classes[f"{facts.module}.{cls.qualname}"] = self._class(facts, cls)
        classes = {cls.qualname for cls in facts.classes}
        for function in facts.functions:
            name = f"{facts.module}.{function.qualname}" if function.qualname else facts.module
            owner = function.parent if function.kind == "function" and function.parent in classes else None
            self.functions[name] = Function(
                name=name,
                path=facts.path,
                module=facts.module,
                facts=function,
                place=place_of(facts.path, function.header),
                owner=f"{facts.module}.{owner}" if owner else None,
                decorators=self._decorators(facts, function),
            )

    def _class(self, facts: FileFacts, cls: ClassFacts) -> Class:
        name = f"{facts.module}.{cls.qualname}"
        body = facts.by_qualname[cls.qualname]
        return Class(
            name=name,
            path=facts.path,
            module=facts.module,
            facts=cls,
            place=place_of(facts.path, cls.header),
            bases=self._bases_of.of(facts, cls),
            lineage=(name,),
            methods={_role(facts, *method): f"{facts.module}.{method[1]}" for method in cls.methods},
            attributes=body.local,
        )

    def _decorators(self, facts: FileFacts, function: FunctionFacts) -> tuple[str, ...]:
        if not function.decorators:
            return ()
        parent = function.parent or ""
        return tuple(
            self.names.resolve_text(facts, parent, item.text) or item.text or "?" for item in function.decorators
        )

    def inside(self, function: Function) -> Iterator[str]:
        """The dotted functions defined inside a function, at any depth."""
        facts = self.names.files[function.path]
        prefix = f"{function.facts.qualname}.<locals>."
        for item in facts.functions:
            if item.qualname.startswith(prefix) and item.kind == "function":
                yield f"{facts.module}.{item.qualname}"

    def applied(self, function: Function) -> Iterator[tuple[str, bool]]:
        """The decorators of a function, outermost first, and whether each is called there: ``@retry(3)``.

        ``method_decorator`` is looked through.
        """
        facts = self.names.files[function.path]
        body = Body(self.names, facts, facts.by_qualname[function.facts.parent or ""])
        for name, item in zip(function.decorators, function.facts.decorators, strict=True):
            inner = body.argument(item.op, 0, "decorator") if name == _METHOD_DECORATOR else None
            if inner is None:
                yield name, body.ops[item.op].kind == "call"
            else:
                called = body.ops[inner].kind == "call"
                yield body.dotted(body.ops[inner].inputs[0] if called else inner) or "?", called

    def decorators(self) -> Iterator[tuple[str, bool]]:
        """The project's functions that decorate, with whether they are called to do so."""
        for function in self.functions.values():
            if any(name in self.functions or name == _METHOD_DECORATOR for name in function.decorators):
                yield from self.applied(function)

    def _bases(self, cls: str) -> Sequence[str] | None:
        found = self.classes.get(cls)
        return found.bases if found else None

    def find_method(self, cls: str, method: str) -> Function | None:
        """The project's function that an instance of ``cls`` runs for ``method``, by MRO."""
        key = cls, method
        if key not in self._methods:
            self._methods[key] = self._find_method(cls, method)
        return self._methods[key]

    def _find_method(self, cls: str, method: str) -> Function | None:
        for name in self.lineages.of(cls):
            found = self.classes.get(name)
            if found is not None and method in found.methods:
                return self.functions.get(found.methods[method])
        return None

    def methods_of(self, cls: Class) -> Iterator[str]:
        """All methods of a class that the project defines, in it or above it."""
        for base in cls.lineage:
            found = self.classes.get(base)
            yield from found.methods.values() if found is not None else ()

    def attribute_owner(self, cls: str, name: str) -> Class | None:
        """The first class of the project in the MRO whose body binds ``name`` (as a method or otherwise)."""
        for base in self.lineages.of(cls):
            found = self.classes.get(base)
            if found is not None and name in found.attributes:
                return found
        return None

    def derives(self, cls: str, *bases: str) -> bool:
        """Whether one of the canonical names is in the MRO."""
        lineage = self.lineages.of(cls)
        return bases[0] in lineage if len(bases) == 1 else any(base in lineage for base in bases)
