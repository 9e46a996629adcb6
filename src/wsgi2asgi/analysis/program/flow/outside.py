"""Calls of functions and classes outside the project."""

from __future__ import annotations

from typing import cast

from wsgi2asgi.analysis.program.flow import (
    awaited,
    builtin_calls,
    consume,
    formatting,
    signals,
    special_calls,
    tasks,
    threads,
    unknown_calls,
)
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.handed_back import handed_back
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.operations import OperationKind
from wsgi2asgi.analysis.program.templates import rendering
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Container,
    External,
    FunctionRef,
    Instance,
    MethodRef,
    Object,
    Partial,
    Plain,
    QuerySet,
    Response,
    Type,
    Types,
    User,
    join,
)
from wsgi2asgi.knowledge.contrib_models import contrib_models
from wsgi2asgi.knowledge.known_calls import KnownCall, is_kept_as_given, known_call, result_of
from wsgi2asgi.knowledge.tasks import queue_of_decorator

#: Pure functions that call what they are given at once.
_CALLS_BACK = (
    "builtins.",
    "functools.reduce",
    "itertools.",
    "re.",
    "heapq.",
    "bisect.",
    "contextlib.",
    "asyncio.AbstractEventLoop.call_",
)
_DECORATORS = (
    "django.contrib.auth.decorators.", "django.views.decorators.", "django.utils.decorators.", "django.dispatch.",
    "django.utils.functional.", "django.contrib.admin.views.decorators.", "django.db.transaction.non_atomic_requests",
    "functools.lru_cache", "functools.cache", "functools.wraps", "functools.cached_property",
    "contextlib.contextmanager", "contextlib.asynccontextmanager", "rest_framework.decorators.",
)  # fmt: skip
_LOGGING = ("logging.", "structlog.", "loguru.")


def call(state: State, index: int, callee: External, given: Given, *, is_object: bool = False) -> Types:
    """Call what is known by its dotted name only."""
    name = callee.name
    if name.startswith("builtins."):
        found = builtin_calls.call(state, index, name[len("builtins.") :], given)
        if found is not None:
            return found
    found = special_calls.call(state, index, name, given)
    if found is not None:
        return found
    queue = queue_of_decorator(name)
    if queue is not None and not is_object:
        return tasks.made(state, queue, given)
    if name.startswith(_DECORATORS) and not is_object:
        return _decorated(state, callee, given)
    return call_named(state, index, name, given, callee)


def call_class(state: State, index: int, name: str, given: Given) -> Types:
    """Make an instance of a class outside."""
    found = special_calls.call(state, index, name, given)
    if found is not None:
        return found
    if name.startswith("django.http."):
        held = is_kept_as_given(name)
        for item in (item for key, item in given.keywords.items() if key == "headers") if held else given.all:
            formatting.formatted(state, index, item)
    return call_named(state, index, name, given, None)


def call_named(state: State, index: int, name: str, given: Given, subject: Type | None) -> Types:
    """Call by name: what the tables say of it; an unknown call where they say nothing."""
    queue = queue_of_decorator(name) if isinstance(subject, Object) else None
    if queue is not None:  # app.task(f)
        return tasks.made(state, queue, given)
    if name.endswith(".run_in_executor"):
        return threads.run_in_executor(state, index, name, given)
    known = state.engine.own_calls.known(name)
    if known is None:
        unknown_calls.record(state, index, subject, name, given)
        return _result(state, name)
    if known.is_pure:
        _pure(state, index, name, given)
        back = handed_back(state, index, name, given)
        if back is not None:
            return back
    elif known.kind != "render" or not rendering.call(state, index, name, given):
        _effect(state, index, known, name, given, subject)
    if known.kind == "http" and _is_streamed(state, given):
        return UNKNOWN
    return _result(state, name, pure=known.is_pure)


def _is_streamed(state: State, given: Given) -> bool:
    """``requests.get(url, stream=True)``: the answer is read from the network when it is used."""
    item = given.keywords.get("stream")
    return item is not None and state.constant(item) is not False


def is_harmless_class(base: str) -> bool:
    """Whether making an instance of a class outside does nothing but compute."""
    known = known_call(base)
    return base.startswith("django.") or (known is not None and known.is_pure)


def _decorated(state: State, callee: External, given: Given) -> Types:
    """A decorator of Django's gives back the function, as far as types go."""
    for item in given.positional[:1]:
        kept = tuple(
            value
            for value in state.type(item)
            if isinstance(value, (FunctionRef, MethodRef, Partial)) or value == Object("view function")
        )
        if kept:
            return kept
    return (callee,)


def _pure(state: State, index: int, name: str, given: Given) -> None:
    if name.startswith(_CALLS_BACK):
        functions = given.functions(state)
        if functions:
            state.record(index, Effect("project-call", (), "likely", None, name, functions))
    arguments = state.ops[index].inputs[1:] if state.ops[index].kind == "call" else given.all
    raised = state.engine.raised
    if raised.is_exception(name):
        raised.made(name, state.function.name, [state.type(item) for item in arguments])
    elif name.startswith(_LOGGING):
        for item in arguments:
            formatting.formatted(state, index, item, always=False)
    elif not is_kept_as_given(name) or name.startswith("csv.DictWriter.write"):
        for item in arguments:
            formatting.handed_to_library(state, index, item)
    elif not name.startswith(("django.", "typing.", "rest_framework.", "builtins.")):
        for item in arguments:
            for value in state.type(item):
                if isinstance(value, QuerySet):
                    consume.asked(state, index, item, value)


def _effect(state: State, index: int, known: KnownCall, name: str, given: Given, subject: Type | None) -> None:
    kind = cast("OperationKind", known.kind)
    effects, certainty = known.effects, known.certainty
    if known.kind == "render":
        effects, certainty = (("db",), "likely") if _renders_lazy(state, given) else ((), "certain")
    callees = given.functions(state) if known.kind in ("transaction", "external", "cache", "lock") else ()
    if known.kind in ("signal", "auth"):
        callees = signals.of_sent(state, index) if known.kind == "signal" else signals.of_auth(state, name)
    if known.kind == "cursor" or known.kind == "transaction":
        certainty = "certain"
    if known.kind == "messages":
        for item in given.all:
            awaited.touch_users(state, index, item, "__bool__")
    with state.elsewhere("thread" if index in state.suspends else None):  # what can be awaited does not block
        state.record(index, Effect(kind, effects, certainty, subject, name.rsplit(".", 1)[-1], callees, known.writes))


def _renders_lazy(state: State, given: Given) -> bool:
    """Whether a template gets anything that may query: a request (context processors read its user), a queryset."""
    return any(
        not isinstance(part, (Plain, Container))
        for item in given.all
        for value in state.type(item)
        for part in _parts(value, 3)
    )


def _parts(value: Type, depth: int) -> tuple[Type, ...]:
    if isinstance(value, Container) and depth:
        inner = join(value.element, *value.items)
        return (value, *(part for item in inner for part in _parts(item, depth - 1)))
    return (value,)


def _result(state: State, name: str, *, pure: bool = False) -> Types:
    made = result_of(name)
    if made == "user":
        return (User(state.engine.models.user, True), Plain("NoneType"))
    if made is not None:
        if made.startswith("plain:"):
            return (Plain(made[len("plain:") :]),)
        if made in contrib_models():
            return (Instance(made),)
        if made.startswith("django.http.response."):
            return (Response(made),)
        return (Object(made),)
    last = name.rsplit(".", 1)[-1]
    owner = name.rsplit(".", 2)[-2] if name.count(".") > 1 else ""
    if state.engine.own_calls.is_class(name):
        return state.engine.instance_of(name)
    if last[:1].isupper() and not last.isupper() and not owner[:1].isupper():
        return state.engine.instance_of(name)
    if not pure:
        return UNKNOWN
    if name.startswith("pathlib.") and last in ("joinpath", "with_suffix", "with_name", "absolute", "relative_to"):
        return (Object("pathlib.Path"),)
    return (Plain("str" if last in ("dumps", "join", "strftime", "isoformat", "reverse") else "value"),)
