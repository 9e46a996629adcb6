"""What a router of Django REST framework makes of a view set: patterns by the actions it has."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.static import Body

_LIST = ("list", "create")
_DETAIL = ("retrieve", "update", "partial_update", "destroy")
_MIXIN = "rest_framework.mixins.{}ModelMixin"
_ACTION_OF = {
    _MIXIN.format("List"): "list",
    _MIXIN.format("Create"): "create",
    _MIXIN.format("Retrieve"): "retrieve",
    _MIXIN.format("Update"): "update",
    _MIXIN.format("Destroy"): "destroy",
}
_EXTRA = {
    "rest_framework.decorators.action": None,
    "rest_framework.decorators.detail_route": True,
    "rest_framework.decorators.list_route": False,
}


class ViewSets:
    """Reads view sets by dotted class.

    https://www.django-rest-framework.org/api-guide/routers/#simplerouter
    """

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions

    def patterns(self, viewset: str) -> Iterator[tuple[str, str]]:
        """(pattern without slashes around it, end of the route's name), in the order in which routers make them."""
        lookup = self._lookup(viewset)
        extra = list(self._extra_actions(viewset))
        if self._has(viewset, _LIST):
            yield "", "list"
        yield from ((path, name) for detail, path, name in extra if not detail)
        if self._has(viewset, _DETAIL):
            yield f"<{lookup}>", "detail"
        yield from ((f"<{lookup}>/{path}", name) for detail, path, name in extra if detail)

    def basename(self, viewset: str) -> str | None:
        """The lower-case name of the model in its ``queryset``; None where it has none that can be read."""
        found = self._attribute(viewset, "queryset")
        if found is None:
            return None
        body, index = found
        while body.ops[index].kind in ("call", "attr", "subscript"):
            dotted = body.dotted(index)
            if dotted in self.definitions.classes:
                break
            index = body.ops[index].inputs[0]
        dotted = body.dotted(index)
        return dotted.rpartition(".")[2].lower() if dotted in self.definitions.classes and dotted else None

    def _has(self, viewset: str, actions: tuple[str, ...]) -> bool:
        cls = self.definitions.classes.get(viewset)
        if cls is None or cls.has_unknown_base:
            return True
        inherited = {_ACTION_OF[base] for base in cls.lineage if base in _ACTION_OF}
        return any(name in inherited or self.definitions.find_method(viewset, name) for name in actions)

    def _extra_actions(self, viewset: str) -> Iterator[tuple[bool, str, str]]:
        seen: set[str] = set()
        for base in self.definitions.lineages.of(viewset):
            cls = self.definitions.classes.get(base)
            for method, dotted in cls.methods.items() if cls else ():
                if method not in seen:
                    seen.add(method)
                    yield from self._extra_action(self.definitions.functions[dotted])

    def _extra_action(self, function: Function) -> Iterator[tuple[bool, str, str]]:
        facts = self.definitions.names.files[function.path]
        body = Body(self.definitions.names, facts, facts.by_qualname[function.facts.parent or ""])
        for name, item in zip(function.decorators, function.facts.decorators, strict=True):
            if name not in _EXTRA or body.ops[item.op].kind != "call":
                continue
            named, stated = _EXTRA[name], body.constant(body.ops[item.op].keyword("detail"))
            path = body.constant(body.ops[item.op].keyword("url_path"))
            given = body.constant(body.ops[item.op].keyword("url_name"))
            own = function.facts.name
            yield (
                bool(stated) if named is None else named,
                path if isinstance(path, str) else own,
                given if isinstance(given, str) else own.replace("_", "-"),
            )

    def _lookup(self, viewset: str) -> str:
        for attribute in ("lookup_url_kwarg", "lookup_field"):
            found = self._attribute(viewset, attribute)
            text = found[0].constant(found[1]) if found else None
            if isinstance(text, str):
                return text
        return "pk"

    def _attribute(self, cls: str, name: str) -> tuple[Body, int] | None:
        """The body of the class that assigns an attribute, by MRO, and the operation of the value."""
        owner = self.definitions.attribute_owner(cls, name)
        if owner is None:
            return None
        facts = self.definitions.names.files[owner.path]
        body = Body(self.definitions.names, facts, facts.by_qualname[owner.facts.qualname])
        stores = [store for store in body.stores.get(name, ()) if body.ops[store].inputs]
        return (body, body.ops[stores[-1]].inputs[0]) if stores else None
