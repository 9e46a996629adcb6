"""The thread hops of a request to one view: through the chain, to the view, in its own code, to render the answer."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Object, Response
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.verdicts import Hops

_TEMPLATE_RESPONSES = (
    "django.template.response.TemplateResponse",
    "django.template.response.SimpleTemplateResponse",
    "rest_framework.response.Response",
)
_RENDERING_VIEWS = ("django.views.generic.base.TemplateResponseMixin", "rest_framework.views.APIView")
#: The tests of Django's decorators: most are functions that it runs in a thread, permissions are two queries.
#: https://github.com/django/django/blob/stable/5.2.x/django/contrib/auth/decorators.py
_TESTS = MappingProxyType(
    {"login_required": 1, "user_passes_test": 1, "staff_member_required": 1, "permission_required": 2}
)


def hops_now(program: Program, view: View) -> Hops:
    """Of a view that stays as it is."""
    own = own_hops(program, view) if view.is_async else 0
    hops = program.hops(view_is_async=view.is_async, rendered=is_rendered_later(program, view)) + own
    return Hops(hops, hops, _is_exact(program) and not own)


def hops_converted(program: Program, view: View, own: int) -> Hops:
    """Of a view that becomes async and then takes at most ``own`` hops in its code, each loop counted once."""
    rendered = is_rendered_later(program, view)
    before = program.hops(view_is_async=False, rendered=rendered)
    return Hops(before, program.hops(view_is_async=True, rendered=rendered) + own, _is_exact(program))


def hops_of_tests(decorators: Iterable[str]) -> int:
    """What decorators that ask who the visitor is take around an async view: one hop to load the user, and their tests.
    Around a sync view all of that is done in the view's thread."""
    tests = [_TESTS.get(name.rpartition(".")[2], 0) for name in decorators]
    return 1 + sum(tests) if any(tests) else 0


def is_rendered_later(program: Program, view: View) -> bool:
    """Whether Django renders the response after the view has returned it, which takes a hop more.

    https://docs.djangoproject.com/en/5.2/ref/template-response/
    """
    if any(base in _RENDERING_VIEWS for base in view.bases):
        return True
    return any(
        isinstance(item, (Response, Object)) and item.cls in _TEMPLATE_RESPONSES
        for handler in view.handlers
        if program.function(handler.function) is not None
        for item in program.flow(handler.function).returns
    )


def own_hops(program: Program, view: View) -> int:
    """The operations that an async view hands to threads, in the handler that has most of them."""
    return max((_in_threads(program, handler.function) for handler in view.handlers), default=0)


def _in_threads(program: Program, name: str) -> int:
    function = program.function(name)
    if function is None:
        return 0
    return sum(operation.where == "thread" for operation in program.operations(function.name))


def _is_exact(program: Program) -> bool:
    return program.middleware.complete and program.middleware.path_hops().async_view.is_exact
