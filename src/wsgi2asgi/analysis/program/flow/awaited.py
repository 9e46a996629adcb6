"""Session, user and related objects are lazy: what an awaited look has loaded, later code finds in memory."""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.access import LOGIN, before_view
from wsgi2asgi.analysis.program.flow.checked_before import user_is_looked_up
from wsgi2asgi.analysis.program.flow.state import Effect, State, certainty
from wsgi2asgi.analysis.program.operations import Operation
from wsgi2asgi.analysis.program.settings import settled
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    FunctionRef,
    Instance,
    MethodRef,
    Plain,
    QuerySet,
    Session,
    Type,
    Types,
    User,
)
from wsgi2asgi.model.findings import Certainty

#: Where the environment keeps what ``request.session`` and ``request.user`` give; no variable has such a name.
HIDDEN = _SESSION, _USER = "<session>", "<user>"
#: The default of SESSION_SERIALIZER.
_JSON = "django.contrib.sessions.serializers.JSONSerializer"
#: Built-in functions that go through all of what they are given.
_KEEP_ROWS = ("list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "any", "all", "max", "min", "len", "bool")
_HANDLERS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
#: Methods that go to the store, whether or not the session is loaded.
_STORE = frozenset({"save", "create", "delete", "flush", "cycle_key", "exists", "load", "clear_expired"})


def begin(state: State) -> None:
    """Nothing is loaded yet, but for handlers whose ``dispatch`` has done so, and views whose decorators have. Where
    ways meet, what only one of them loaded counts as not loaded."""
    is_loaded = _dispatch_loads_user(state) or user_is_looked_up(state)
    state.env[_SESSION] = (Session(loaded=is_loaded),)
    has_user = is_loaded or state.function.name in state.engine.with_user
    state.env[_USER] = (User(state.engine.models.user, loaded=has_user),)


def _dispatch_loads_user(state: State) -> bool:
    """Whether this is an async handler whose class has ``request.user = await request.auser()`` in its ``dispatch``, or
    one that hands on to LoginRequiredMixin's."""
    function, definitions = state.function, state.engine.definitions
    if function.owner is None or not function.is_async or function.facts.name not in _HANDLERS:
        return False
    dispatch = definitions.find_method(function.owner, "dispatch")
    if dispatch is None or dispatch.owner is None or not dispatch.is_async:
        return False
    ops = dispatch.facts.ops
    for op in ops:
        if op.kind == "store_attr" and op.name == "user" and op.region == 0:
            value = ops[op.inputs[-1]]
            call = ops[value.inputs[0]] if value.kind == "await" else value
            return call.kind == "call" and ops[call.inputs[0]].name == "auser"
    above = before_view(definitions.lineages.of(dispatch.owner))[1:]
    return LOGIN in above and _hands_on(ops) and not any(_has_sync_dispatch(state, name) for name in above)


def _has_sync_dispatch(state: State, cls: str) -> bool:
    found = state.engine.definitions.classes.get(cls)
    own = found.methods.get("dispatch") if found is not None else None
    return own is not None and not state.engine.definitions.functions[own].is_async


def _hands_on(ops: tuple[Op, ...]) -> bool:
    """Whether it has ``super().dispatch`` in its body."""
    return any(op.kind == "attr" and op.name == "dispatch" and ops[op.inputs[0]].kind == "call" for op in ops)


def session(state: State) -> Types:
    """What ``request.session`` gives here."""
    return state.env[_SESSION]


def user(state: State) -> Types:
    """What ``request.user`` gives here."""
    return state.env[_USER]


def assigned_user(found: Types) -> Types:
    """What ``request.user = ...`` puts there: a user is looked up for it."""
    return tuple(User(item.model, loaded=True) if isinstance(item, User) else item for item in found)


def set_user(state: State, found: Types) -> None:
    """The request of the function has this user from now on; where ways meet, this one or that of before."""
    state.env[_USER] = found


def touch_session(state: State, index: int, receiver: Session, name: str, *, writes: bool = False) -> None:
    """An operation looks into the session or changes it."""
    if not receiver.loaded or name in _STORE:
        state.record(index, Effect("session", ("session",), "certain", receiver, name, writes=writes))


def session_value(state: State) -> Types:
    """What the session keeps: plain data, unless the project brings a serializer of its own."""
    serializers = state.engine.models.settings.possible("SESSION_SERIALIZER", default=_JSON)
    return (Plain("session value"),) if all(settled(item) == _JSON for item in serializers) else UNKNOWN


def touch_user(state: State, index: int, receiver: User, name: str, sure: Certainty = "certain") -> None:
    """An operation looks at the user."""
    if not receiver.loaded:
        state.record(index, Effect("lazy-user", ("db", "session"), sure, receiver, name))


def touch_users(state: State, index: int, source: int, name: str) -> None:
    """An operation looks at whatever users its subject may be, or changes them."""
    found = state.type(source)
    for item in found:
        if isinstance(item, User):
            touch_user(state, index, item, name, certainty(found))


def awaited_session(state: State, index: int) -> None:
    """``await request.session.aget(...)`` and its like, ``await request.auser()``."""
    if index in state.awaited:
        _replace(state, Session(), Session(loaded=True))


def awaited_thread(state: State, index: int, function: Types) -> None:
    """``await sync_to_async(f)(...)``: what ``f`` always looks into is loaded when it is back."""
    if index not in state.awaited or len(function) != 1:
        return
    kinds = {item.kind for item in _operations(state, index, function[0]) if item.certainty == "certain"}
    if kinds & {"session", "lazy-user"}:
        _replace(state, Session(), Session(loaded=True))
    if "lazy-user" in kinds:
        for lazy in [item for item in user(state) if isinstance(item, User) and not item.loaded]:
            _replace(state, lazy, User(lazy.model, loaded=True))
    _load_relations(state, index, function[0])
    _fetch_rows(state, index, function[0])


def loaded(state: State, user: User) -> None:
    """The user has been looked at: whoever holds it has it in memory from here on."""
    if not user.loaded:
        _replace(state, user, User(user.model, loaded=True))


def _load_relations(state: State, index: int, function: Type) -> None:
    """Related objects of variables around the function (``lambda: book.author``) are cached on their instances."""
    if not isinstance(function, FunctionRef):
        return
    inner = state.engine.definitions.functions[function.name].facts
    for operation in _operations(state, index, function):
        op = inner.ops[operation.op]
        source = inner.ops[op.inputs[0]] if operation.kind == "lazy-relation" and op.kind == "attr" else None
        if source is None or source.kind != "name" or source.name in inner.local:
            continue
        state.env[source.name] = tuple(
            Instance(item.model, tuple(dict.fromkeys((*item.loaded, op.name)))) if isinstance(item, Instance) else item
            for item in state.env.get(source.name, ())
        )


def _fetch_rows(state: State, index: int, function: Type) -> None:
    """Querysets of variables around the function keep the rows it goes through (``lambda: sum(x for x in rows)``)."""
    if not isinstance(function, FunctionRef):
        return
    inner = state.engine.definitions.functions[function.name].facts
    for operation in _operations(state, index, function):
        op = inner.ops[operation.op]
        keeps = op.kind in ("iterate", "truth") or (op.kind == "call" and inner.ops[op.inputs[0]].name in _KEEP_ROWS)
        names = {inner.ops[item].name for item in op.inputs if inner.ops[item].kind == "name"} if keeps else set()
        for name in names & state.env.keys() - inner.local:
            state.env[name] = tuple(
                replace(item, evaluated=True) if isinstance(item, QuerySet) else item for item in state.env[name]
            )


def _operations(state: State, index: int, function: Type) -> list[Operation]:
    """The operations of a function that run whenever it does."""
    if isinstance(function, BuiltMethod):
        return [state.recorded[index]] if index in state.recorded else []
    if not isinstance(function, (FunctionRef, MethodRef)):
        return []
    ops = state.engine.definitions.functions[function.name].facts.ops
    leaves = next((at for at, op in enumerate(ops) if op.region and op.kind in ("return", "raise")), len(ops))
    found = state.engine.flow(function.name).operations
    return [item for item in found if item.op < leaves and ops[item.op].region == 0]


def _replace(state: State, lazy: Type, loaded: Type) -> None:
    """Every variable that holds the lazy object holds the same object, loaded."""
    for key, types in state.env.items():
        if lazy in types:
            state.env[key] = tuple(dict.fromkeys(loaded if item == lazy else item for item in types))
