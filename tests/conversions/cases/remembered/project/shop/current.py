"""Middleware that keeps the visitor where code without a request finds it."""
import threading
from functools import wraps

_local = threading.local()


def remembering(get_response):
    def middleware(r):
        _local.user = r.user
        return get_response(r)

    return middleware


def current_user():
    return _local.user


def lower_current():
    current_user().is_active = False


def as_reader(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        lower_current()
        return view(request, *args, **kwargs)

    return wrapper
