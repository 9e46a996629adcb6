"""What middleware keeps for its thread, each in a way that cannot follow a request to the event loop."""
import threading
from contextlib import contextmanager


class Kept(threading.local):
    """A subclass, whose class attribute is what threads begin with."""

    price = None


class Holder:
    """Holds one in an attribute."""

    def __init__(self):
        self._local = threading.local()

    def set(self, price):
        self._local.price = price

    def get(self):
        return getattr(self._local, "price", None)


class Context:
    def __init__(self, price):
        self.price = price


kept = Kept()
holder = Holder()
_cleared = threading.local()
_context = threading.local()
_by_thread = {}


def cleared():
    return getattr(_cleared, "price", None)


def in_context():
    context = getattr(_context, "now", None)
    return context.price if context else None


def by_thread():
    return _by_thread.get(threading.get_ident())


def on_thread():
    return getattr(threading.current_thread(), "price", None)


def keep(price):
    kept.price = price
    holder.set(price)
    _cleared.price = price
    _context.now = Context(price)
    _by_thread[threading.get_ident()] = price
    threading.current_thread().price = price


def forget():
    kept.price = None
    holder.set(None)
    _cleared.__dict__.clear()
    del _context.now
    del _by_thread[threading.get_ident()]
    del threading.current_thread().price


def keeping(get_response):
    def middleware(request):
        keep(request.GET.get("price"))
        try:
            return get_response(request)
        finally:
            forget()

    return middleware


@contextmanager
def kept_at(price):
    before = kept.price
    kept.price = price
    try:
        yield
    finally:
        kept.price = before
