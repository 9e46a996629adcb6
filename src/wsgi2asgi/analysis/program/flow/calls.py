"""What a call does and gives, by what is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.flow import built_methods, outside
from wsgi2asgi.analysis.program.flow.parameters import GET_RESPONSE, WRAPPED
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    ClassRef,
    Container,
    Coroutine,
    External,
    Form,
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
    Super,
    Type,
    Types,
    Unknown,
    User,
    Wrapped,
    join,
)

TO_THREAD = ("asgiref.sync.sync_to_async", "channels.db.database_sync_to_async", "asgiref.sync.SyncToAsync")
TO_LOOP = ("asgiref.sync.async_to_sync", "asgiref.sync.AsyncToSync")


@dataclass(frozen=True, slots=True)
class Given:
    """The arguments of a call, as operations."""

    positional: tuple[int, ...]
    keywords: dict[str, int]

    def get(self, position: int, keyword: str) -> int | None:
        """One argument, by position or keyword."""
        if keyword in self.keywords:
            return self.keywords[keyword]
        return self.positional[position] if position < len(self.positional) else None


def call_operation(state: State, index: int, op: Op) -> Types:
    """Follow a call operation."""
    count = len(op.inputs) - len(op.keywords)
    named = zip(op.keywords, op.inputs[count:], strict=True)
    given = Given(op.inputs[1:count], {name: item for name, item in named if name})
    return capped(join(*(call(state, index, callee, given) for callee in state.type(op.inputs[0]))))


def call(state: State, index: int, callee: Type, given: Given) -> Types:
    """Call one alternative."""
    handler = _HANDLERS.get(type(callee), _unknown)
    return handler(state, index, callee, given)


def entered(state: State, index: int, manager: Type) -> Types:
    """``with manager``: a project's own ``__enter__`` runs; most others give themselves."""
    if isinstance(manager, Container) and manager.name == "context manager":
        return manager.element or UNKNOWN
    if isinstance(manager, Object):
        if manager.cls in ("threading.Lock", "threading.RLock", "threading.Semaphore", "threading.Condition"):
            state.record(index, Effect("lock", ("lock",), "likely", manager, "acquire"))
        for name in ("__enter__", "__aenter__", "__exit__"):
            function = state.engine.definitions.find_method(manager.cls, name)
            if function is not None:
                state.record(index, Effect("project-call", (), "certain", manager, name, (function.name,)))
                found = state.engine.call(function.name, (), {}, manager)
                if name != "__exit__":
                    return found
    return (manager,)


# -- by kind of callee ----------------------------------------------------------------------------------------


def _unknown(state: State, index: int, callee: Type, given: Given) -> Types:
    state.record(index, Effect("unknown-call", (), "possible", callee, callees=outside.handed(state, given)))
    return UNKNOWN


def _function(state: State, index: int, callee: FunctionRef | MethodRef, given: Given) -> Types:
    engine = state.engine
    function = engine.definitions.functions[callee.name]
    wrapper = next((name for name in function.decorators if name in (*TO_THREAD, *TO_LOOP)), None)
    positional = tuple(state.type(item) for item in given.positional)
    keywords = {name: state.type(item) for name, item in given.keywords.items()}
    receiver = _receiver(state, index, callee)
    before = state.where
    state.where = "thread" if wrapper in TO_THREAD else before
    callees = (*engine.wrappers(function), callee.name)
    state.record(index, Effect("project-call", (), "certain", callee, function.facts.name, callees))
    result = engine.call(callee.name, positional, keywords, receiver)
    state.where = before
    if wrapper in TO_THREAD:
        return (Coroutine(result),)
    if wrapper in TO_LOOP:
        return join(*(item.result if isinstance(item, Coroutine) else UNKNOWN for item in result))
    return _bound_model(result, receiver)


def _receiver(state: State, index: int, callee: FunctionRef | MethodRef) -> Type | None:
    """What ``self`` is in the method."""
    if isinstance(callee, FunctionRef):
        return None
    op = state.ops[state.ops[index].inputs[0]]
    if op.kind == "attr":
        for item in state.type(op.inputs[0]):
            found = item.receiver if isinstance(item, Super) else item
            if not isinstance(found, Unknown):
                return found
    return state.engine.instance_of(callee.receiver)[0]


def _bound_model(result: Types, receiver: Type | None) -> Types:
    """A custom manager or queryset method gives rows of the model it is called on."""
    if not isinstance(receiver, (QuerySet, Manager, RelatedManager)) or receiver.model is None:
        return result
    bound: list[Type] = []
    for item in result:
        if isinstance(item, QuerySet) and item.model is None:
            item = QuerySet(
                receiver.model, item.row, item.loaded, item.sliced, item.evaluated, item.raw, item.queryset_class
            )
        elif isinstance(item, Instance) and item.model is None:
            item = Instance(receiver.model, item.loaded)
        bound.append(item)
    return tuple(bound)


def _model_class(state: State, index: int, callee: ModelClass, given: Given) -> Types:
    """A new instance: the related objects it is made with are loaded. A lazy user is loaded by it."""
    model = state.engine.models.all.get(callee.model)
    loads_user(state, given)
    loaded = [name for name in given.keywords if model is not None and model.relation(name) is not None]
    own = state.engine.definitions.find_method(callee.model, "__init__")
    if own is not None:
        state.record(index, Effect("project-call", (), "certain", callee, "__init__", (own.name,)))
    return (Instance(callee.model, tuple(loaded)),)


def loads_user(state: State, given: Given) -> None:
    """Arguments that are ``request.user`` itself are loaded when a query is built with them."""
    for item in (*given.positional, *given.keywords.values()):
        for value in state.type(item):
            if isinstance(value, User) and not value.loaded:
                state.record(item, Effect("lazy-user", ("db", "session"), "certain", value, "user"))


def _class(state: State, index: int, callee: ClassRef, given: Given) -> Types:
    engine = state.engine
    found = engine.instance_of(callee.name)
    positional = tuple(state.type(item) for item in given.positional)
    keywords = {name: state.type(item) for name, item in given.keywords.items()}
    if isinstance(found[0], Form):
        engine.forms.made(state, index, found[0], given.positional, given.keywords)
    for name in ("__init__", "__new__", "__post_init__"):
        function = engine.definitions.find_method(callee.name, name)
        if function is not None:
            state.record(index, Effect("project-call", (), "certain", callee, name, (function.name,)))
            engine.call(function.name, positional, keywords, found[0])
            return found
    cls = engine.definitions.classes.get(callee.name)
    if cls is None:
        return outside.call_class(state, index, callee.name, given)
    if cls.has_unknown_base and not isinstance(found[0], Form):
        base = next((base for base in cls.lineage if base not in engine.definitions.classes), "")
        if not outside.is_harmless_class(base):
            state.record(index, Effect("unknown-call", (), "possible", callee))
    return found


def _external(state: State, index: int, callee: External, given: Given) -> Types:
    if callee.name == WRAPPED:
        return UNKNOWN
    if callee.name == GET_RESPONSE:
        return (Response(),)
    return outside.call(state, index, callee, given)


def _built(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    return built_methods.call(state, index, callee, given)


def _wrapped(state: State, index: int, callee: Wrapped, given: Given) -> Types:
    """``sync_to_async(f)(...)``: f runs in a thread; ``async_to_sync(f)(...)``: f runs on a loop, and is waited for."""
    before = state.where
    to_thread = callee.wrapper in TO_THREAD or callee.wrapper == "asyncio.to_thread"
    state.where = "thread" if to_thread else before
    result = join(*(call(state, index, item, given) for item in callee.function))
    state.where = before
    if to_thread:
        return (Coroutine(result),)
    return join(*(item.result if isinstance(item, Coroutine) else item and (item,) for item in result)) or UNKNOWN


def _partial(state: State, index: int, callee: Partial, given: Given) -> Types:
    return join(*(call(state, index, item, given) for item in callee.function))


def _plain(state: State, index: int, callee: Plain, given: Given) -> Types:
    return (Plain("unknown"),) if callee.name == "exception" else _unknown(state, index, callee, given)


def _object(state: State, index: int, callee: Object, given: Given) -> Types:
    """An object that can be called."""
    function = state.engine.definitions.find_method(callee.cls, "__call__")
    if function is None:
        return outside.call(state, index, External(callee.cls), given, is_object=True)
    state.record(index, Effect("project-call", (), "certain", callee, "__call__", (function.name,)))
    positional = tuple(state.type(item) for item in given.positional)
    return state.engine.call(function.name, positional, {}, callee)


_HANDLERS: dict[type, Callable[[State, int, Any, Given], Types]] = {
    FunctionRef: _function,
    MethodRef: _function,
    ModelClass: _model_class,
    ClassRef: _class,
    External: _external,
    BuiltMethod: _built,
    Wrapped: _wrapped,
    Partial: _partial,
    Plain: _plain,
    Object: _object,
}
