"""The operations of Django Ninja: functions decorated with an API or a router that is added to one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.module_bodies import bodies_mentioning, variable
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.views import Route

_APIS = ("ninja.NinjaAPI", "ninja.main.NinjaAPI", "ninja_extra.NinjaExtraAPI", "ninja_extra.main.NinjaExtraAPI")
_OPERATIONS = ("get", "post", "put", "patch", "delete", "api_operation")
_PARAMETER = re.compile(r"\{([^{}]+)\}")
_DEPTH = 5


class NinjaRoutes:
    """https://django-ninja.dev/guides/routers/"""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.names = definitions.names

    def is_api(self, dotted: str) -> bool:
        """Whether a module's variable holds a NinjaAPI."""
        found = variable(self.names, dotted)
        return found is not None and found[0].callee(found[1]) in _APIS

    def routes(self, router: str, above: str = "", depth: int = 0) -> Iterator[Route]:
        """The operations of an API or router by dotted variable, and those of the routers added to it."""
        for function in self.definitions.functions.values():
            for name, item in zip(function.decorators, function.facts.decorators, strict=True):
                owner, _, operation = name.rpartition(".")
                if owner == router and operation in _OPERATIONS:
                    facts = self.names.files[function.path]
                    body = Body(self.names, facts, facts.by_qualname[function.facts.parent or ""])
                    path = body.constant(body.argument(item.op, 1 if operation == "api_operation" else 0, "path"))
                    pattern = _joined(above, path if isinstance(path, str) else "?")
                    yield Route(pattern, place_of(facts.path, item.span), "ninja", function.name, function.facts.name)
        for prefix, added in self._added(router) if depth < _DEPTH else ():
            yield from self.routes(added, _joined(above, prefix), depth + 1)

    def _added(self, router: str) -> Iterator[tuple[str, str]]:
        """``api.add_router("/events/", router)``; the router may be named by a string."""
        for body in bodies_mentioning(self.names, "add_router"):
            for index, op in enumerate(body.ops):
                callee = body.ops[op.inputs[0]] if op.kind == "call" else None
                if callee is None or callee.name != "add_router" or body.dotted(callee.inputs[0]) != router:
                    continue
                prefix = body.constant(body.argument(index, 0, "prefix"))
                target = body.argument(index, 1, "router")
                named = body.constant(target)
                dotted = self.names.canonical(named) if isinstance(named, str) else body.dotted(target or 0)
                if dotted:
                    yield prefix if isinstance(prefix, str) else "?", dotted


def _joined(above: str, path: str) -> str:
    """Ninja joins with one slash and writes parameters in braces: ``/items/{int:item_id}``."""
    path = _PARAMETER.sub(r"<\1>", path).removeprefix("/")
    return f"{above.rstrip('/')}/{path}" if above else path
