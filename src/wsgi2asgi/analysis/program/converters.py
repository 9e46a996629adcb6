"""Path converters of the project: their ``to_url`` runs where addresses are made.

https://docs.djangoproject.com/en/stable/topics/http/urls/#registering-custom-path-converters
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.views import Route

_REGISTER = "register_converter"


class Converters:
    """Answers by the names of routes."""

    def __init__(self, definitions: Definitions, routes: Sequence[Route]) -> None:
        own = _registered(definitions)
        self._by_route: dict[str, tuple[str, ...]] = {}
        for route in routes if own else ():
            found = (own[item.converter] for item in route.arguments if item.converter in own)
            name = route.name or ""
            self._by_route[name] = tuple(dict.fromkeys((*self._by_route.get(name, ()), *found)))

    def to_url(self, name: object) -> tuple[str, ...]:
        """The functions that making the address of a route runs, of any route where the name is not known."""
        if isinstance(name, str):
            return self._by_route.get(name.rpartition(":")[2], ())
        return tuple(dict.fromkeys(item for found in self._by_route.values() for item in found))


def _registered(definitions: Definitions) -> Mapping[str, str]:
    """The project's ``to_url`` by the name under which its converter is registered."""
    found: dict[str, str] = {}
    names = definitions.names
    for facts in names.files.values():
        for function in facts.functions if _REGISTER in facts.mentions else ():
            body = Body(names, facts, function)
            for index, op in enumerate(body.ops):
                if op.kind == "call" and (body.callee(index) or "").endswith(f".{_REGISTER}"):
                    cls, name = body.argument(index, 0, "converter"), body.argument(index, 1, "type_name")
                    dotted = body.dotted(cls) if cls is not None else None
                    method = definitions.find_method(dotted or "", "to_url")
                    if method is not None:
                        found[str(body.constant(name))] = method.name
    return found
