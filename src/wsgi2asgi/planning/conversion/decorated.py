"""Views under an auth decorator: the decorator has loaded the user the async way already."""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.analysis.program.views import View, ViewDecorator
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.sync_decorators import asking_async


def opening_line(body: Body, view: View, setting: Setting, needs: Sequence[Need]) -> Edit | None:
    """``request.user = await request.auser()`` as the first line of a handler, where an auth decorator runs before it.

    The decorator awaits ``auser()``, whose cache is another than that of ``request.user``: without this line a template
    or helper that reads the user would query it a second time. The line itself queries nothing.
    """
    if not any(_stands_on(item, view, body) for item in asking_async(view, setting)):
        return None
    twin = async_api.twin_of(async_api.REQUEST, "user", setting.django)
    parameters = body.facts.parameters[0 if view.kind == "function" else 1 :]
    request = parameters[0].name if parameters else ""
    first = next((item for item in body.top if not _is_docstring(body, item)), None)
    if (
        twin is None
        or not request
        or first is None
        or not body.stands_alone(first)
        or not _reads_user(body, needs, request)
    ):
        return None
    return Edit("load_user", first.span, {"request": request, "name": twin})


def _stands_on(decorator: ViewDecorator, view: View, body: Body) -> bool:
    """Whether it runs before this handler: on the view function, or by ``method_decorator`` on the handler itself."""
    method = body.function.name.rpartition(".")[2]
    return view.kind == "function" or (decorator.target == method and decorator.owner == body.function.owner)


def _is_docstring(body: Body, statement: object) -> bool:
    first = body.top[0]
    return statement is first and first.kind == "expr" and first.first == first.end


def _reads_user(body: Body, needs: Sequence[Need], request: str) -> bool:
    """Whether the view loads the user, or hands the request to code that may."""
    if any(need.loads_user for need in needs):
        return True
    for index, op in enumerate(body.ops):
        if op.kind == "name" and op.name == request:
            consumer = body.consumers[index]
            if consumer < 0 or body.ops[consumer].kind != "attr" or body.ops[consumer].name == "user":
                return True
    return False
