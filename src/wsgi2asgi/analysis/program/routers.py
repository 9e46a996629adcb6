"""The routes that routers of Django REST framework make."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.views import Route


def router_routes(body: Body, router: int) -> Iterator[Route]:
    """List and detail routes of every ``router.register(prefix, ViewSet)``; nothing if ``router`` is no variable.

    https://www.django-rest-framework.org/api-guide/routers/
    """
    text = body.text(router)
    module, _, variable = (body.dotted(router) or "").rpartition(".")
    facts = body.names.facts(module)
    if facts is not None and module != body.facts.module:
        body, text = Body(body.names, facts, facts.by_qualname[""]), variable
    for index, op in enumerate(body.ops):
        if op.kind != "call":
            continue
        callee = body.ops[op.inputs[0]]
        if callee.kind == "attr" and callee.name == "register" and text and body.text(callee.inputs[0]) == text:
            yield from _registered(body, index)


def _registered(body: Body, index: int) -> Iterator[Route]:
    prefix = body.constant(body.argument(index, 0, "prefix"))
    view = body.argument(index, 1, "viewset")
    if not isinstance(prefix, str) or view is None:
        return
    dotted = body.dotted(view)
    given = body.constant(body.argument(index, 2, "basename"))
    basename = given if isinstance(given, str) else prefix.rsplit("/", 1)[-1]
    place = body.place(index)
    prefix = f"{prefix}/" if prefix else ""
    for pattern, name in ((prefix, f"{basename}-list"), (f"{prefix}<pk>/", f"{basename}-detail")):
        yield Route(pattern, place, "drf", dotted, body.text(view), name=name)
