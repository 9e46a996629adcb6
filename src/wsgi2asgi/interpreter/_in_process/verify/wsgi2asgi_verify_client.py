"""The handler behind ``django.test.Client``: watched, or with the ASGI stack in its place.

The client itself stays as it is: cookies, sessions, redirects, templates and contexts are its own work.
"""

import asyncio
import copy
import functools
import inspect

from django.core.handlers.base import BaseHandler


def install(handler, record, asgi):
    """Take the calls of ``handler``, the class ClientHandler of Django's or the class that a project put there."""
    if not asgi:
        watch(handler, record)
        return
    from wsgi2asgi_verify_asgi import answer, run_errors_on_the_tests_thread

    run_errors_on_the_tests_thread()
    as_wsgi = handler.__call__

    @functools.wraps(as_wsgi)
    def call(self, environ):
        why = cannot_go_through_asgi(environ)
        if why is None:
            return answer(self, environ, record)
        record.left(why)
        return as_wsgi(of_wsgi(self), environ)

    handler.__call__ = call
    handler.load_middleware = load_middleware
    handler.get_response = get_response


def watch(handler, record):
    """Tell which view each request reached."""
    original = handler.__call__

    @functools.wraps(original)
    def call(self, environ):
        response = original(self, environ)
        record.reached(name_of(response.wsgi_request))
        return response

    handler.__call__ = call


def load_middleware(self, is_async=True):
    """As a server does that speaks ASGI."""
    BaseHandler.load_middleware(self, is_async=is_async)


def get_response(self, request):
    """What classes derived from ClientHandler call, with a request of either kind."""
    from asgiref.sync import async_to_sync

    if hasattr(request, "scope"):
        return async_to_sync(functools.partial(BaseHandler.get_response_async, self))(request)
    return BaseHandler.get_response(self, request)


def of_wsgi(handler):
    """The same handler with synchronous middleware."""
    handler = copy.copy(handler)
    BaseHandler.load_middleware(handler)
    return handler


def cannot_go_through_asgi(environ):
    """Why this request stays with WSGI; None for almost all."""
    from django.test.client import FakePayload

    if not isinstance(environ.get("wsgi.input"), (FakePayload, type(None))):
        return "the test gives a wsgi.input of its own"
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return None
    return "the test uses the synchronous client inside a running event loop"


def name_of(request):
    """The dotted name of the view that a request reached: of the class for those made by ``as_view``."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return None
    view = match.func
    while isinstance(view, functools.partial):
        view = view.func
    view = getattr(view, "view_class", None) or getattr(view, "cls", None) or inspect.unwrap(view)
    if not hasattr(view, "__qualname__"):
        view = type(view)
    return f"{view.__module__}.{view.__qualname__}"
