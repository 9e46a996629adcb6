"""Views under an auth decorator: the decorator has loaded the user the async way already."""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.eligibility import is_auth_decorator
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.surroundings import of_django


def opening_line(body: Body, view: View, setting: Setting, needs: Sequence[Need]) -> Edit | None:
    """``request.user = await request.auser()`` as the view's first line, where an auth decorator runs before it.

    The decorator awaits ``auser()``, whose cache is another than that of ``request.user``: without this line a template
    or helper that reads the user would query it a second time. The line itself queries nothing.
    """
    if view.kind != "function" or not any(is_auth_decorator(item.name) for item in of_django(view, body.program)):
        return None
    twin = async_api.twin_of(async_api.REQUEST, "user", setting.django)
    request = body.facts.parameters[0].name if body.facts.parameters else ""
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
