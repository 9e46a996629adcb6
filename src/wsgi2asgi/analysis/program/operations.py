"""What the operations of a function do: touch the database, block, call other code, or what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from wsgi2asgi.analysis.program.types import Type
from wsgi2asgi.model.findings import Certainty, EffectKind
from wsgi2asgi.model.places import Evidence, Place

OperationKind = Literal[
    "orm",  # a manager or queryset method that queries: get, count, create, update ...
    "orm-iterate",  # a loop, comprehension or yield from over a queryset
    "orm-consume",  # list, len, sorted, bool, in, index, unpacking, star, f-string ... of a queryset
    "orm-instance",  # save, delete, refresh_from_db and their like on an instance
    "orm-related",  # add, remove, set, clear, create ... on a related manager
    "lazy-relation",  # a.fk, a.one_to_one: may query when it is read
    "shortcut",  # get_object_or_404, get_list_or_404
    "cursor",  # connection.cursor(), cursor.execute() and so on
    "transaction",  # atomic, on_commit, savepoints: a unit that belongs in one thread
    "lazy-user",  # request.user used in a way that loads it
    "auth",  # login, logout, authenticate, permission checks, password hashing
    "session",  # request.session read or written
    "messages",  # django.contrib.messages
    "render",  # render(), render_to_string(), Template.render()
    "form",  # construction, validation, saving of a form, formset or serializer that may query
    "signal",  # Signal.send and send_robust
    "cache", "http", "sleep", "file", "subprocess", "mail", "socket", "cpu", "lock",
    "task",  # Celery and its like: .delay(), .apply_async()
    "project-call",  # a call of (or a property that runs) functions of the project: their effects count
    "external",  # a named function outside that is known to have effects and fits none of the above
    "unknown-call",  # a call into code that cannot be seen: may do anything
]  # fmt: skip

#: Begins the detail of an operation that only a trace of the project's tests shows.
SEEN = "seen while the tests ran"
#: Methods of unknown calls: what runs when an attribute of a value of which nothing is known is read, and what a
#: decorator wraps, which is told where the decorated function is called.
READ, WRAPPED = "__getattribute__", "__wrapped__"
#: In which thread an operation runs when its function runs on the event loop.
Where = Literal["here", "thread", "later"]


class Operation(NamedTuple):
    """One operation that matters. Operations that are known to be pure are not listed.

    ``op`` is the index in the function's ``facts.ops`` (of the call, attribute, iterate ... operation).
    ``effects`` are its own (for ``project-call``: empty, ask ``Program.effects_of`` of the callees).
    ``call`` is how a reader would name it: ``Book.objects.get``, ``requests.get``, ``for book in books``.
    ``subject`` is the type of what is operated on; ``method`` the method or function name.
    ``callees`` are the project functions that run. ``writes``: it changes the database. ``where`` says ``thread``
    for what is handed to sync_to_async and its like, ``later`` for what does not run now (tasks, on_commit).
    """

    op: int
    kind: OperationKind
    effects: tuple[EffectKind, ...]
    certainty: Certainty
    call: str
    place: Place
    subject: Type | None = None
    method: str = ""
    callees: tuple[str, ...] = ()
    writes: bool = False
    where: Where = "here"
    detail: str = ""  # one more word for a reader: "lazy foreign key", "template rendering"

    @property
    def is_told_elsewhere(self) -> bool:
        """Whether it only marks that the function is not understood: the value's type says so too, or what is wrapped
        is told where the decorated function is called."""
        return self.kind == "unknown-call" and self.method in (READ, WRAPPED)


class CallSite(NamedTuple):
    """One place where a project function is called, or mentioned without being called (``called`` is false);
    ``makes_generator``: the call runs nothing of it yet."""

    caller: str
    callee: str
    op: int
    place: Place
    called: bool = True
    awaited: bool = False
    where: Where = "here"
    makes_generator: bool = False


@dataclass(frozen=True, slots=True)
class FunctionEffect:
    """An effect a function has, itself or through what it calls, with one shortest path that shows it.

    ``evidence`` begins in the function itself and ends at the operation; ``function`` is where that stands.
    """

    effect: EffectKind
    certainty: Certainty
    function: str
    operation: Operation
    evidence: tuple[Evidence, ...]
    writes: bool = False
