"""Functions outside whose result or effect depends on what they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.flow import consume, querysets
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Container,
    Coroutine,
    FunctionRef,
    Instance,
    Manager,
    MethodRef,
    ModelClass,
    Object,
    Partial,
    Plain,
    QuerySet,
    RelatedManager,
    Response,
    Type,
    Types,
    Wrapped,
    join,
)

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.calls import Given

_TO_THREAD = ("asgiref.sync.sync_to_async", "channels.db.database_sync_to_async", "asgiref.sync.SyncToAsync")
_TO_LOOP = ("asgiref.sync.async_to_sync", "asgiref.sync.AsyncToSync")


def call(state: State, index: int, name: str, given: Given) -> Types | None:
    """Call one of these; None for any other."""
    handler = _HANDLERS.get(name)
    if handler is None and name.endswith(".run_in_executor"):
        handler = _run_in_executor
    return handler(state, index, name, given) if handler else None


def _wrap(state: State, index: int, name: str, given: Given) -> Types:
    function = given.get(0, "func") if name not in _TO_LOOP else given.get(0, "awaitable")
    sensitive = given.keywords.get("thread_sensitive")
    chosen = state.constant(sensitive) if sensitive is not None else True
    if function is None:
        return UNKNOWN
    return (Wrapped(name, state.type(function), chosen if isinstance(chosen, bool) else None),)


def _to_thread(state: State, index: int, name: str, given: Given) -> Types:
    return _in_thread(state, index, given, 0)


def _run_in_executor(state: State, index: int, name: str, given: Given) -> Types:
    return _in_thread(state, index, given, 1)


def _in_thread(state: State, index: int, given: Given, at: int) -> Types:
    """``asyncio.to_thread(f, ...)``: f runs in a thread, whatever it is."""
    if len(given.positional) <= at:
        return (Coroutine(UNKNOWN),)
    inner = type(given)(given.positional[at + 1 :], given.keywords)
    before, state.where = state.where, "thread"
    results = [state.engine.call_value(state, index, item, inner) for item in state.type(given.positional[at])]
    state.where = before
    return (Coroutine(join(*results)),)


def _partial(state: State, index: int, name: str, given: Given) -> Types:
    return (Partial(state.type(given.positional[0])),) if given.positional else UNKNOWN


def _later(state: State, index: int, name: str, given: Given) -> Types:
    """A thread or a pool: what it is given runs, but nobody waits for it here."""
    before, state.where = state.where, "later"
    for item in (*given.positional, *given.keywords.values()):
        for value in state.type(item):
            if isinstance(value, (FunctionRef, MethodRef)):
                state.called(index, value.name)
    state.where = before
    return (Object(name),)


def _user_model(state: State, index: int, name: str, given: Given) -> Types:
    return (ModelClass(state.engine.models.user),)


def _get_model(state: State, index: int, name: str, given: Given) -> Types:
    texts = [state.constant(item) for item in given.positional]
    label = ".".join(text for text in texts if isinstance(text, str))
    model = state.engine.models.by_label(label) if "." in label else None
    return (ModelClass(model),) if model else UNKNOWN


def _get_object(state: State, index: int, name: str, given: Given) -> Types:
    """``get_object_or_404(Book, ...)`` and ``get_list_or_404``."""
    state.engine.load_user_arguments(state, given)
    found: list[Type] = []
    for value in state.type(given.positional[0]) if given.positional else ():
        if isinstance(value, ModelClass):
            found.append(Instance(value.model))
        elif isinstance(value, (QuerySet, Manager, RelatedManager)):
            found += consume.row(querysets.as_queryset(state, value))
    subject = next(iter(state.type(given.positional[0])), None) if given.positional else None
    state.record(index, Effect("shortcut", ("db",), "certain", subject, name.rsplit(".", 1)[-1]))
    result: Types = tuple(found) or (Instance(None),)
    return (Container("list", result),) if name.endswith("get_list_or_404") else result


def _async_get_object(state: State, index: int, name: str, given: Given) -> Types:
    before, state.where = state.where, "thread"
    found = _get_object(state, index, name.replace(".aget_", ".get_"), given)
    state.where = before
    return (Coroutine(found),)


def _redirect(state: State, index: int, name: str, given: Given) -> Types:
    """``redirect(book)`` asks the instance for its URL."""
    for item in given.positional[:1]:
        for value in state.type(item):
            function = (
                state.engine.definitions.find_method(value.model or "", "get_absolute_url")
                if isinstance(value, Instance)
                else None
            )
            if function is not None:
                effect = Effect("project-call", (), "certain", value, "get_absolute_url", (function.name,))
                state.record(index, effect)
                state.engine.call(function.name, (), {}, value)
    return (Response("django.http.response.HttpResponseRedirect"),)


def _same(state: State, index: int, name: str, given: Given) -> Types:
    """``copy.copy(x)`` is such an x."""
    return state.type(given.positional[0]) if given.positional else UNKNOWN


def _chain(state: State, index: int, name: str, given: Given) -> Types:
    return (Container("iterator", capped(join(*(consume.iterate(state, index, item) for item in given.positional)))),)


def _grouped(state: State, index: int, name: str, given: Given) -> Types:
    """``itertools.groupby(rows, key)``."""
    elements = consume.iterate(state, index, given.positional[0]) if given.positional else UNKNOWN
    group: Types = (Container("iterator", elements),)
    return (Container("iterator", (Container("tuple", items=((Plain("value"),), group)),)),)


def _default_dict(state: State, index: int, name: str, given: Given) -> Types:
    return (Container("dict"),)


def _awaitable(state: State, index: int, name: str, given: Given) -> Types:
    """``asyncio.gather(...)`` and its like: what they are given runs on the loop and is waited for."""
    results = [
        item.result if isinstance(item, Coroutine) else UNKNOWN
        for given_ in given.positional
        for item in state.type(given_)
    ]
    joined = join(*results) or UNKNOWN
    if name == "asyncio.gather":
        return (Coroutine((Container("list", joined),)),)
    return (Coroutine(joined),)


def _run(state: State, index: int, name: str, given: Given) -> Types:
    results = [
        item.result for given_ in given.positional[:1] for item in state.type(given_) if isinstance(item, Coroutine)
    ]
    return join(*results) or UNKNOWN


_HANDLERS: dict[str, Callable[[State, int, str, Given], Types]] = {
    **dict.fromkeys((*_TO_THREAD, *_TO_LOOP), _wrap),
    "asyncio.to_thread": _to_thread,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "threading.Thread": _later,
    "threading.Timer": _later,
    "concurrent.futures.ThreadPoolExecutor.submit": _later,
    "concurrent.futures.ProcessPoolExecutor.submit": _later,
    "django.contrib.auth.get_user_model": _user_model,
    "django.apps.apps.get_model": _get_model,
    "django.apps.registry.apps.get_model": _get_model,
    "django.shortcuts.get_object_or_404": _get_object,
    "rest_framework.generics.get_object_or_404": _get_object,
    "django.shortcuts.get_list_or_404": _get_object,
    "django.shortcuts.aget_object_or_404": _async_get_object,
    "django.shortcuts.aget_list_or_404": _async_get_object,
    "django.shortcuts.redirect": _redirect,
    "copy.copy": _same,
    "copy.deepcopy": _same,
    "itertools.chain": _chain,
    "itertools.islice": _chain,
    "itertools.groupby": _grouped,
    "collections.defaultdict": _default_dict,
    "collections.OrderedDict": _default_dict,
    "collections.Counter": _default_dict,
    "asyncio.gather": _awaitable,
    "asyncio.wait_for": _awaitable,
    "asyncio.shield": _awaitable,
    "asyncio.run": _run,
}
