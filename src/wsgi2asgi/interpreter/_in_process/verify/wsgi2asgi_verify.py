"""Tells how each test of a project came out and which views its requests reached; sends them through ASGI if asked.

Python 3.8 or later, standard library only (and the project's Django, 3.1 or later).
"""

import functools

import wsgi2asgi_verify_unittest
from wsgi2asgi_on_import import on_import
from wsgi2asgi_verify_record import Record

#: What this process writes down; the plugin of pytest finds it here.
record = None


def start(asked):
    """``{"root", "folder", "asgi"}``: watch the tests of this process from now on."""
    global record
    record = Record(asked["root"], asked["folder"])
    on_import(
        {
            "unittest.case": lambda module: wsgi2asgi_verify_unittest.watch_tests(module, record),
            "unittest.suite": lambda module: wsgi2asgi_verify_unittest.watch_classes(module, record),
            "unittest.result": lambda module: wsgi2asgi_verify_unittest.watch_results(module, record),
            "warnings": lambda module: watch_coroutines(module, record),
            "django.test.client": lambda module: take_requests(module, asked["asgi"]),
        }
    )
    if asked["asgi"]:
        on_import({"asyncio.selector_events": open_real_sockets})


def watch_coroutines(module, record):
    """Python itself calls this function when a coroutine ends that was never awaited."""
    original = module._warn_unawaited_coroutine

    @functools.wraps(original)
    def warn(coroutine):
        record.unawaited(coroutine)
        original(coroutine)

    module._warn_unawaited_coroutine = warn


def take_requests(module, asgi):
    """Watch the test client's handler, or put the ASGI stack into its place."""
    import wsgi2asgi_verify_client

    wsgi2asgi_verify_client.install(module.ClientHandler, record, asgi)


def open_real_sockets(module):
    """Event loops wake themselves up with a pair of sockets: tests that replace ``socket.socket`` do not mean them."""
    import wsgi2asgi_verify_sockets

    wsgi2asgi_verify_sockets.install(module.BaseSelectorEventLoop)
