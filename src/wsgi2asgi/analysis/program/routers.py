"""The routes that routers of Django REST framework make, wherever in the project something is registered with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.module_bodies import bodies_mentioning, variable
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.views import Route
from wsgi2asgi.analysis.program.viewsets import ViewSets

_NESTED = ("NestedSimpleRouter", "NestedDefaultRouter", "NestedMixin")
_DEPTH = 5


@dataclass(frozen=True, slots=True)
class _Registration:
    """``router.register(prefix, viewset, basename)``, with the pattern of the registration it hangs on."""

    body: Body
    call: int
    above: str


class Routers:
    """Finds what was registered with a router.

    https://www.django-rest-framework.org/api-guide/routers/
    """

    def __init__(self, definitions: Definitions) -> None:
        self.names = definitions.names
        self.viewsets = ViewSets(definitions)

    def routes(self, router: str, above: str = "", depth: int = 0) -> Iterator[Route]:
        """The routes of a router by dotted variable: those of view sets, and what else is handed to its methods."""
        above, slash = self._made(router, above)
        for body, call in self._calls_on(router):
            method = body.ops[body.ops[call].inputs[0]].name
            if method == "register":
                yield from self._registered(_Registration(body, call, above), slash)
            elif method == "extend" and depth < _DEPTH:
                yield from self._extended(body, call, depth)
            else:
                yield from _handed_over(body, call, above)

    def _made(self, router: str, above: str) -> tuple[str, str]:
        """Where a nested router hangs, and what its patterns end with, as the call that makes it says."""
        found = variable(self.names, router)
        if found is None or found[0].ops[found[1]].kind != "call":
            return above, "/"
        body, call = found
        slash = "" if body.constant(body.argument(call, 9, "trailing_slash")) is False else "/"
        if (body.callee(call) or "").rpartition(".")[2] in _NESTED:
            prefix = body.constant(body.argument(call, 1, "parent_prefix"))
            lookup = body.constant(body.argument(call, 2, "lookup")) or "nested_1"
            above = f"{above}{prefix!s}/<{lookup!s}_pk>/"
        return above, slash

    def _calls_on(self, router: str) -> Iterator[tuple[Body, int]]:
        """Calls of methods of the router, of its ``registry``, and of what its ``register`` returned."""
        for body in bodies_mentioning(self.names, router.rpartition(".")[2]):
            for index, op in enumerate(body.ops):
                if op.kind == "call" and body.ops[op.inputs[0]].kind == "attr":
                    receiver = body.ops[op.inputs[0]].inputs[0]
                    if self._is_router(body, receiver, router) or self._parent(body, receiver, router) is not None:
                        yield body, index

    def _is_router(self, body: Body, index: int, router: str) -> bool:
        return body.dotted(index) in (router, f"{router}.registry")

    def _parent(self, body: Body, receiver: int, router: str = "") -> int | None:
        """The call of ``register`` whose result this is, as drf-extensions nests view sets."""
        at = body.behind(receiver)
        op = body.ops[at]
        if op.kind != "call" or body.ops[op.inputs[0]].kind != "attr" or body.ops[op.inputs[0]].name != "register":
            return None
        inner = body.ops[op.inputs[0]].inputs[0]
        known = not router or self._is_router(body, inner, router) or self._parent(body, inner, router) is not None
        return at if known else None

    def _registered(self, item: _Registration, slash: str) -> Iterator[Route]:
        body, call = item.body, item.call
        prefix = body.constant(body.argument(call, 0, "prefix"))
        view = body.argument(call, 1, "viewset")
        dotted = body.dotted(view) if view is not None else None
        if not isinstance(prefix, str) or view is None or dotted is None:
            yield Route(f"{item.above}?", body.place(call), "unknown", view_text=body.text(call))
            return
        given = body.constant(body.argument(call, 2, "basename"))
        basename = given if isinstance(given, str) else self.viewsets.basename(dotted)
        start = item.above + self._nesting(body, call) + prefix
        for pattern, name in self.viewsets.patterns(dotted):
            whole = "/".join(part for part in (start, pattern) if part)
            named = f"{basename}-{name}" if basename else None
            yield Route(whole + (slash if whole else ""), body.place(call), "drf", dotted, body.text(view), name=named)

    def _nesting(self, body: Body, call: int) -> str:
        """The pattern of the registration that this one hangs on."""
        parent = self._parent(body, body.ops[body.ops[call].inputs[0]].inputs[0])
        if parent is None:
            return ""
        prefix = body.constant(body.argument(parent, 0, "prefix"))
        lookups = body.argument(call, 9, "parents_query_lookups")
        names: Sequence[int] = body.ops[lookups].inputs if lookups is not None else ()
        last = body.constant(names[-1]) if names else "pk"
        return f"{self._nesting(body, parent)}{prefix!s}/<parent_lookup_{last!s}>/"

    def _extended(self, body: Body, call: int, depth: int) -> Iterator[Route]:
        """``router.registry.extend(other.registry)``."""
        for argument in body.ops[call].positional:
            other = body.dotted(argument) or ""
            if other.endswith(".registry"):
                yield from self.routes(other.removesuffix(".registry"), depth=depth + 1)


def _handed_over(body: Body, call: int, above: str) -> Iterator[Route]:
    """Methods of a project's own router: ``router.add_detail_path("profile", "profile", Profile.as_view())``."""
    texts = [text for index in body.ops[call].positional if isinstance(text := body.constant(index), str)]
    for index in body.ops[call].inputs[1:]:
        op = body.ops[index]
        callee = body.ops[op.inputs[0]] if op.kind == "call" else None
        if callee is not None and callee.kind == "attr" and callee.name == "as_view":
            view = body.dotted(callee.inputs[0])
            pattern = above + (texts[0] if texts else "?")
            yield Route(pattern, body.place(call), "view", view, body.text(callee.inputs[0]))
