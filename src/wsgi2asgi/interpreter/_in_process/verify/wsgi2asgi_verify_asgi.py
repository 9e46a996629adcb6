"""A request of the synchronous test client through Django's own ASGI handler.

Synchronous code runs on the test's own thread, as it does for asynchronous views under the synchronous client
(https://docs.djangoproject.com/en/stable/topics/async/#asgiref.sync.async_to_sync): test databases in memory and the
transactions of TestCase belong to that thread. All else runs on an event loop, as it will be served.
"""

import asyncio
import contextlib
import contextvars

import wsgi2asgi_verify_streams as streams
from asgiref import sync
from django.conf import settings
from django.core.handlers import base, exception
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test.client import conditional_content_removal
from django.urls import set_urlconf
from wsgi2asgi_verify_client import get_response, name_of
from wsgi2asgi_verify_scope import body_of, meta_without_header, scope_of

INSIDE = contextvars.ContextVar("wsgi2asgi_inside_a_request_of_the_test_client", default=False)


def answer(handler, environ, record):
    """The response that the client is to get; ``handler`` is the client's own and keeps the middleware."""
    if handler._middleware_chain is None:
        handler.load_middleware()
    application = Application(handler, environ, record)
    try:
        with connections_left_open():
            sync.async_to_sync(application.serve)()
    finally:
        record.reached(name_of(application.request))
    response = application.response
    response.wsgi_request = response.asgi_request = application.request
    return response


@contextlib.contextmanager
def connections_left_open():
    """The test's connections outlive its requests, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


class Application(ASGIHandler):
    """Django's ASGI application for a single request, with the middleware of the client's handler."""

    def __init__(self, handler, environ, record):
        self.handler, self.environ, self.record = handler, environ, record
        self.body = body_of(environ)
        self.request = self.response = self.context = self.stream = None
        self.disconnected = None

    async def serve(self):
        """From the first message to the last one."""
        INSIDE.set(True)
        self.disconnected = asyncio.Event()
        await self.handle(scope_of(self.environ, settings.FORCE_SCRIPT_NAME), self.receive, self.send)
        INSIDE.set(False)
        adopt(self.context)
        set_urlconf(None)
        if self.stream is not None:
            self.stream.give_back()

    async def receive(self):
        """The whole body at once; then nothing until the client has gone."""
        if self.body is not None:
            body, self.body = self.body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.disconnected.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        """Keep what a stream yields; the rest stands in the response itself."""
        if self.stream is not None and message.get("more_body"):
            self.stream.keep(message["body"])

    async def read_body(self, receive):
        """Tests may still look at a request when it has been answered."""
        file = await super().read_body(receive)
        file.close = lambda: None
        return file

    def create_request(self, scope, body_file):
        """The request, with what the test client adds to it."""
        request, response = super().create_request(scope, body_file)
        if request is None:
            self.response = response
        else:
            request._dont_enforce_csrf_checks = not self.handler.enforce_csrf_checks
            meta = meta_without_header(self.environ)
            request.META.update(meta)
            self.record.given(sorted(meta))
            self.request = request
        return request, response

    async def get_response_async(self, request):
        """Through the middleware of the client's handler, whose class may do something before."""
        handler = self.handler
        if getattr(handler.get_response, "__func__", None) is get_response:
            response = await handler.get_response_async(request)
        else:
            response = await sync.sync_to_async(handler.get_response, thread_sensitive=True)(request)
        self.response = conditional_content_removal(request, response)
        self.context = contextvars.copy_context()
        return self.response

    async def send_response(self, response, send):
        """Send it; a stream is read to its end now, and given to the test afterwards."""
        if response.streaming:
            self.stream = streams.Stream(response, self.disconnected, self.tell)
            async with self.stream:
                await super().send_response(response, send)
            if not response.closed:
                await sync.sync_to_async(response.close, thread_sensitive=True)()
        else:
            await super().send_response(response, send)

    def tell(self, text):
        """Write down what is to be known of the view."""
        self.record.note(name_of(self.request), text)


def adopt(context):
    """Let the test see the language, time zone and the like that its request left active, as under WSGI."""
    for variable, value in (context or {}).items():
        if variable is not INSIDE and variable.get(None) is not value:
            variable.set(value)


def run_errors_on_the_tests_thread():
    """Django renders and logs errors on a thread of its own, where a test's database cannot be seen."""

    def choose(function=None, *, thread_sensitive=True, **options):
        return sync.sync_to_async(function, thread_sensitive=thread_sensitive or INSIDE.get(), **options)

    for module in (base, exception):
        if getattr(module, "sync_to_async", None) is sync.sync_to_async:
            module.sync_to_async = choose
