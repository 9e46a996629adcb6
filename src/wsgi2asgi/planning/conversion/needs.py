"""What a function does that must not run on the event loop, operation by operation, and how each may leave it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.places import Place

Form = Literal[
    "method",  # a method with an async twin
    "function",  # a function with an async twin, importable from ``module``
    "call",  # a call that can be made in a thread, its arguments evaluated before
    "expression",  # an expression that must be evaluated in a thread as a whole
    "list",  # the rows of its value are fetched in a thread
    "hand",  # its value is handed to the builtin ``twin`` in a thread: bool, list
    "sleep",  # time.sleep
    "await",  # a call that gives a coroutine once what it calls is async
    "iterate",  # a loop or comprehension over a queryset
    "user",  # request.user is loaded
    "session-item",  # an item of the session is assigned
    "unit",  # only whole statements can move
    "never",  # must not be moved at all: the view stays as it is, for the reason ``text``
]


#: What is awaited on the event loop itself: no hop, and nothing that a thread could do.
ON_LOOP = ("sleep", "await")


@dataclass(frozen=True)
class Need:
    """One operation that must leave the event loop.

    ``op`` is its index; ``text`` names it for a reader; ``twin`` is the async twin (of form ``iterate``: empty where
    only a list in a thread will do) or the builtin. ``writes``: it changes what outlives the request, so that two of
    them belong together; ``saves``: it does so in the database. ``stores``: it changes the session, which is
    saved with the response. ``loads_user``: it may look up ``request.user``; ``leaves_user_loaded``: it always does.
    ``user_before`` and ``user_after``: what runs before or after it may do so, too, in a thread.
    ``until``: operations that consume the iterator it makes, in the same hop. ``makes_iterator``: what it gives works
    row by row while it is consumed.
    """

    op: int
    form: Form
    text: str
    place: Place
    twin: str = ""
    module: str = ""
    writes: bool = False
    saves: bool = False
    stores: bool = False
    loads_session: bool = False
    loads_user: bool = False
    leaves_user_loaded: bool = False
    user_before: bool = False
    user_after: bool = False
    until: tuple[int, ...] = ()
    makes_iterator: bool = False
