"""A request's user set by name: ``setattr(request, "user", x)``, ``request.__dict__["user"] = x``, or in a function
that is called with the request."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import awaited
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import State, capped
from wsgi2asgi.analysis.program.types import UNKNOWN, Object, Request, Types, User, join

#: ``request.__dict__`` and ``vars(request)``: its attributes by name, past what is known of them.
NAMESPACE = Object("namespace of a request")
#: What AuthenticationMiddleware sets, and what it keeps for that.
USER = ("user", "_cached_user")


def stored(state: State, name: object, found: Types) -> None:
    """Something is put under a name, None where that is not constant: the user from now on, or the one before."""
    if name is None or name in USER:
        awaited.set_user(state, capped(join(awaited.user(state), awaited.assigned_user(found))))


def set_by_name(state: State, given: Given) -> None:
    """``setattr(request, name, value)``"""
    if len(given.positional) == 3 and _is_request(state.type(given.positional[0])):
        stored(state, state.constant(given.positional[1]), state.type(given.positional[2]))


def changed(state: State) -> None:
    """A method of the namespace is called: ``update``, ``setdefault`` and others may store a user."""
    stored(state, None, UNKNOWN)


def after_call(state: State, callee: str, given: Given) -> None:
    """A function was called with the request: the user that it leaves there may be the one from now on."""
    if any(_is_request(state.type(item)) for item in given.all):
        other = state.engine.state_of(callee)
        left = tuple(item for item in awaited.user(other) if not isinstance(item, User)) if other is not None else ()
        if left:
            stored(state, None, left)


def _is_request(types: Types) -> bool:
    return Request in map(type, types)
