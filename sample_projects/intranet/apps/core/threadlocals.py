"""Who is being served, for code that has no request at hand, such as Model.save()."""

import threading

_state = threading.local()


def set_current_request(request):
    _state.request = request


def clear_current_request():
    _state.request = None


def get_current_user():
    """The user who is logged in, or None: nobody is, or no request is being served."""
    request = getattr(_state, "request", None)
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return user
