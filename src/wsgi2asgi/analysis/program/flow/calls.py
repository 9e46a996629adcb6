"""What a call does and gives, by what is called."""

from __future__ import annotations

from collections.abc import Mapping

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program import operations
from wsgi2asgi.analysis.program.flow import (
    awaited,
    built_methods,
    constructed,
    content_types,
    forgetting,
    form_values,
    generated_methods,
    keyed,
    method_callers,
    outside,
    request_names,
    special_methods,
    tasks,
    unknown_calls,
)
from wsgi2asgi.analysis.program.flow.given import CallHandlers, Given, given_to
from wsgi2asgi.analysis.program.flow.parameters import GET_RESPONSE, WRAPPED
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.flow.threads import TO_LOOP, TO_THREAD
from wsgi2asgi.analysis.program.heirs import MOST_HEIRS
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
    Task,
    Type,
    Types,
    Unknown,
    User,
    Wrapped,
    join,
)

#: Where one of more functions than this may run, it is not known what does.
_MOST_CALLEES = 40
_NO_KEYWORDS: Mapping[str, Types] = {}
#: Who may put more into the dictionaries that it is handed.
_KEEP = frozenset({FunctionRef, MethodRef, Unknown, Wrapped, Partial})


def call_operation(state: State, index: int, op: Op) -> Types:
    """Follow a call operation."""
    given = given_to(op)
    callees = state.type(op.inputs[0])
    for keyword, item in zip(op.keywords, op.inputs[len(op.inputs) - len(op.keywords) :], strict=True):
        if keyword is None:
            special_methods.run_each(state, index, item, special_methods.MAPPING)
    found = capped(join(*[call(state, index, callee, given) for callee in callees]))
    if not _KEEP.isdisjoint(map(type, callees)):
        for item in given.all:
            types = state.type(item)
            opened = tuple([form_values.altered(value) for value in keyed.handed_on(types)])
            if opened != types:
                state.refine(item, opened)
    return found


def call(state: State, index: int, callee: Type, given: Given) -> Types:
    """Call one alternative."""
    handler = _HANDLERS.get(type(callee), unknown_calls.call)
    return handler(state, index, callee, given)


def entered(state: State, index: int, manager: Type) -> Types:
    """``with manager``: a project's own ``__enter__`` runs; most others give themselves."""
    if isinstance(manager, Container) and manager.name == "context manager":
        return manager.element or UNKNOWN
    if isinstance(manager, Object) and manager.cls == special_methods.CLOSING:
        for item in manager.holds:
            special_methods.run(state, index, item, "close")
        return manager.holds
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


def _function(state: State, index: int, callee: FunctionRef | MethodRef, given: Given) -> Types:
    engine = state.engine
    if engine.own_calls.find(callee.name) is not None:
        return outside.call_named(state, index, callee.name, given, callee)
    function = engine.definitions.functions[callee.name]
    enqueued = tasks.call_function(state, index, callee, function)
    if enqueued is not None:
        return enqueued
    wrapper = next((name for name in function.decorators if name in (*TO_THREAD, *TO_LOOP)), None)
    positional, keywords = given.types(state)
    receiver = _receiver(state, index, callee)
    with state.elsewhere("thread" if wrapper in TO_THREAD else None):
        overriding = engine.heirs.overriding(function, _below(state, index)) if isinstance(callee, MethodRef) else ()
        around = engine.decorations.of(function).around
        others = (*(item.name for item in overriding), *engine.dispatches.of(callee.name))
        _record(state, index, callee, (*around, callee.name, *others))
        result = engine.call(callee.name, positional, keywords, receiver)
        if len(overriding) > MOST_HEIRS:
            result = UNKNOWN
        elif overriding:
            own = () if function.is_abstract else (result,)
            below = (engine.call(item.name, positional, keywords, receiver) for item in overriding)
            result = capped(join(*own, *below))
    request_names.after_call(state, callee.name, given)
    if isinstance(callee, MethodRef) and state.function.owner is not None:
        for method in (function, *overriding):
            engine.rebinding.after_call(state, method)
    if any(isinstance(item, Container) and item.source == callee.name for item in result):
        state.made_generator(index, callee.name)
    if wrapper in TO_THREAD:
        return (Coroutine(result),)
    if wrapper in TO_LOOP:
        return join(*(item.result if isinstance(item, Coroutine) else UNKNOWN for item in result))
    return _bound_model(result, receiver)


def _record(state: State, index: int, callee: FunctionRef | MethodRef, callees: tuple[str, ...]) -> None:
    name = callee.name.rpartition(".")[2]
    if len(callees) > _MOST_CALLEES:
        state.record(index, Effect("unknown-call", (), "possible", callee, name))
    else:
        state.record(index, Effect("project-call", (), "certain", callee, name, callees))


def _below(state: State, index: int) -> str | None:
    """The class that a method is called on where the object may be of one that derives from it: ``self``, a row, an
    argument."""
    op = state.ops[state.ops[index].inputs[0]]
    if op.kind != "attr":
        return None
    read = state.ops[op.inputs[0]]
    if read.kind == "name" and read.name == state.self_name:
        return state.function.owner
    is_given = read.kind == "name" and any(read.name == item.name for item in state.function.facts.parameters)
    kinds = (Instance, Object) if is_given else (Instance,)
    known = [item for item in state.type(op.inputs[0]) if isinstance(item, kinds)]
    return state.engine.class_of(known[0]) if len(known) == 1 else None


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
    loads_user(state, given)
    content_types.made(state, index, callee, given)
    named = state.ops[index].keywords
    constructed.made(state, index, callee.model, callee, named)
    loaded = state.engine.models.in_memory_when_made(callee.model, named)
    return (Instance(callee.model, loaded if not given.positional else ()),)


def loads_user(state: State, given: Given) -> None:
    """Arguments that are ``request.user`` itself are loaded when a query is built with them."""
    for item in given.all:
        for value in state.type(item):
            if isinstance(value, User):
                awaited.touch_user(state, item, value, "user")


def _class(state: State, index: int, callee: ClassRef, given: Given) -> Types:
    engine = state.engine
    found = engine.instance_of(callee.name)
    positional, keywords = given.types(state)
    if engine.raised.is_exception(callee.name):
        engine.raised.made(callee.name, state.function.name, (*positional, *keywords.values()))
    if isinstance(found[0], Form):
        found = (engine.forms.made(state, index, found[0], given),)
        for item in given.all:  # what is posted becomes attributes of its row
            forgetting.forget_given(state, state.type(item))
    if made_by_own(state, index, callee.name, positional, keywords):
        return found
    cls = engine.definitions.classes.get(callee.name)
    if cls is None:
        return outside.call_class(state, index, callee.name, given)
    if cls.has_unknown_base and not isinstance(found[0], Form):
        base = next((base for base in cls.lineage if base not in engine.definitions.classes), "")
        if not outside.is_harmless_class(base):
            state.record(index, Effect("unknown-call", (), "possible", callee))
    return found


def made_by_own(
    state: State, index: int, cls: str, positional: tuple[Types, ...] = (), keywords: Mapping[str, Types] = _NO_KEYWORDS
) -> bool:
    """Whether the project itself says how an object of a class is made; what it says runs."""
    engine = state.engine
    own = [engine.definitions.find_method(cls, name) for name in ("__new__", "__init__", "__post_init__")]
    found = [*(item.name for item in own if item is not None), *generated_methods.factories(engine, cls)]
    if found:
        state.record(index, Effect("project-call", (), "certain", ClassRef(cls), "__init__", tuple(found)))
    for name in found:
        engine.call(name, positional, keywords, engine.instance_of(cls)[0])
    return any(own)


def _external(state: State, index: int, callee: External, given: Given) -> Types:
    if callee.name == WRAPPED:
        state.record(index, Effect("unknown-call", (), "possible", callee, operations.WRAPPED))
        return UNKNOWN
    if callee.name == GET_RESPONSE:
        return (Response(),)
    return outside.call(state, index, callee, given)


def _wrapped(state: State, index: int, callee: Wrapped, given: Given) -> Types:
    """``sync_to_async(f)(...)``: f runs in a thread; ``async_to_sync(f)(...)``: f runs on a loop, and is waited for."""
    to_thread = callee.wrapper in TO_THREAD
    with state.elsewhere("thread" if to_thread else None):
        result = join(*(call(state, index, item, given) for item in callee.function))
    if to_thread:
        awaited.awaited_thread(state, index, callee.function)
        return (Coroutine(result),)
    return join(*(item.result if isinstance(item, Coroutine) else (item,) for item in result)) or UNKNOWN


def _partial(state: State, index: int, callee: Partial, given: Given) -> Types:
    return join(*(call(state, index, item, given) for item in callee.function))


def _plain(state: State, index: int, callee: Plain, given: Given) -> Types:
    return (Plain("unknown"),) if callee.name == "exception" else unknown_calls.call(state, index, callee, given)


def _object(state: State, index: int, callee: Object, given: Given) -> Types:
    """An object that can be called."""
    if callee.cls == method_callers.METHOD_CALLER:
        return method_callers.run(state, index, callee, state.type(given.positional[0]) if given.positional else ())
    if callee.cls == special_methods.LAZY_FUNCTION:
        return (Object(special_methods.LAZY_TEXT, callee.holds),)
    function = state.engine.definitions.find_method(callee.cls, "__call__")
    if function is None:
        return outside.call(state, index, External(callee.cls), given, is_object=True)
    state.record(index, Effect("project-call", (), "certain", callee, "__call__", (function.name,)))
    positional, keywords = given.types(state)
    return state.engine.call(function.name, positional, keywords, callee)


_HANDLERS: CallHandlers = {
    FunctionRef: _function,
    MethodRef: _function,
    ModelClass: _model_class,
    ClassRef: _class,
    External: _external,
    BuiltMethod: built_methods.call,
    Wrapped: _wrapped,
    Partial: _partial,
    Task: tasks.call,
    Plain: _plain,
    Object: _object,
}
