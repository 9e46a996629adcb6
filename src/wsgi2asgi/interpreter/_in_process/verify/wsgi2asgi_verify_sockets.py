"""Event loops that begin while a test has replaced ``socket.socket`` (a mock, pytest-socket)."""

import functools
import socket
import threading

REAL = {name: getattr(socket, name) for name in ("socket", "socketpair")}
LOCK = threading.RLock()


def install(loop):
    """Let ``loop``, the class of event loops, open its own two sockets with the real functions."""
    original = loop._make_self_pipe

    @functools.wraps(original)
    def make_self_pipe(self):
        with LOCK:
            replaced = {name: getattr(socket, name) for name in REAL}
            try:
                put(REAL)
                return original(self)
            finally:
                put(replaced)

    loop._make_self_pipe = make_self_pipe


def put(functions):
    """Put these functions into the module."""
    for name, function in functions.items():
        setattr(socket, name, function)
