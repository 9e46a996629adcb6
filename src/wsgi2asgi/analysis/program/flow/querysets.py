"""Methods of querysets, managers and related managers."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import (
    constructed,
    content_types,
    forgetting,
    own_managers,
    own_methods,
    signals,
)
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.instances import ANY, DEFER, DEFERRED, ONLY
from wsgi2asgi.analysis.program.flow.state import Effect, State, certainty
from wsgi2asgi.analysis.program.operations import OperationKind
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    Container,
    Coroutine,
    Instance,
    Manager,
    ModelClass,
    Plain,
    QuerySet,
    RelatedManager,
    Types,
)
from wsgi2asgi.knowledge.members import Member, member

_ROWS = {"dict": "dict", "tuple": "tuple", "date": "date"}
#: Methods that answer from the result cache once the queryset is evaluated.
_CACHED = ("count", "exists", "contains")


def call(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """``receiver.method(...)``."""
    receiver = callee.receiver
    assert isinstance(receiver, (QuerySet, Manager, RelatedManager))
    name, known = callee.name, _member(receiver, callee.name)
    is_async = known is None and name.startswith("a") and _member(receiver, name[1:]) is not None
    if is_async:
        known = _member(receiver, name[1:])
    if known is None:
        known_class = not isinstance(receiver, RelatedManager) or receiver.model is not None
        effect = Effect("unknown-call", (), "possible", receiver, name)
        if not state.engine.queryset_classes(receiver) and known_class:
            effect = Effect("orm", ("db",), "possible", receiver, name)  # a method of a manager that cannot be seen
        state.record(index, effect)
        return UNKNOWN
    state.engine.load_user_arguments(state, given)
    own_managers.begin(state, index, receiver, name)
    if known.does == "build":
        content_types.looked_up(state, index, receiver, name, given)
        return _built(state, receiver, name, known, given)
    if known.does == "pure":
        return (Plain("value"),)
    with state.elsewhere("thread" if is_async else None):
        _record(state, index, receiver, name, known)
    result = _result(state, index, receiver, name, known, given)
    if known.result == "dict":
        values = result if name.endswith("in_bulk") else (Plain("value"),)
        result = (Container("dict", values, key=(Plain("value"),)),)
    return (Coroutine(result),) if is_async else result


def _member(receiver: QuerySet | Manager | RelatedManager, name: str) -> Member | None:
    if isinstance(receiver, RelatedManager):
        found = member("related", name)
        if found is not None:
            return found
    found = member("queryset", name)
    if found is None and isinstance(receiver, (Manager, RelatedManager)):
        found = member("manager", name)
    return found


def _record(state: State, index: int, receiver: QuerySet | Manager | RelatedManager, name: str, known: Member) -> None:
    if isinstance(receiver, QuerySet) and receiver.evaluated and name in _CACHED:
        return
    kind: OperationKind = "orm"
    if isinstance(receiver, RelatedManager) and known.does == "write":
        kind = "orm-related"
    writes = known.does == "write"
    sent = "save" if known.result in ("instance", "pair") and writes else name
    callees = signals.of_model(state, receiver.model, sent) if writes and sent in ("save", "delete") else ()
    if isinstance(receiver, RelatedManager) and writes and sent in ("add", "remove", "set", "clear"):
        callees = signals.of_relation(state, receiver, sent)
    if writes and sent == "save":
        own = state.engine.definitions.find_method(receiver.model or "", "save")
        callees = (*((own.name,) if own else ()), *callees, *constructed.parts(state, receiver.model))
    state.record(
        index, Effect(kind, ("db",), certainty(state.type(state.called_on(index))), receiver, name, callees, writes)
    )
    if isinstance(receiver, RelatedManager) and writes:
        forgetting.forget(state, receiver.owner, receiver.field)
    elif isinstance(receiver, QuerySet) and writes:
        forgetting.refetched(state, receiver)


def _built(
    state: State, receiver: QuerySet | Manager | RelatedManager, name: str, known: Member, given: Given
) -> Types:
    """A new lazy queryset."""
    base = as_queryset(state, receiver)
    loaded, row = base.loaded, base.row
    if known.result in _ROWS:
        row = "flat" if "flat" in given.keywords else known.result  # type: ignore[assignment]
    if name in ("select_related", "prefetch_related"):
        loaded = _loaded(state, base, name, given)
    elif name in ("only", "defer"):
        loaded = tuple(dict.fromkeys((*loaded, *_restricted(state, name, given))))
    evaluated = isinstance(receiver, RelatedManager) and receiver.prefetched and name == "all"
    if isinstance(receiver, RelatedManager) and evaluated:
        loaded = receiver.loaded
    return (QuerySet(base.model, row, loaded, base.sliced, evaluated, known.result == "raw", base.queryset_class),)


def as_queryset(state: State, receiver: QuerySet | Manager | RelatedManager) -> QuerySet:
    """The queryset that a manager begins with."""
    if isinstance(receiver, QuerySet):
        return receiver
    own = (name for name in state.engine.queryset_classes(receiver) if state.engine.is_queryset(name))
    return QuerySet(receiver.model, queryset_class=next(own, None))


def _loaded(state: State, base: QuerySet, name: str, given: Given) -> tuple[str, ...]:
    paths: list[str] = list(base.loaded)
    if name == "select_related" and not given.positional:
        model = state.engine.models.all.get(base.model or "")
        fields = model.fields.values() if model else ()
        paths += [field.name for field in fields if field.relation in ("foreign-key", "one-to-one")]
    for item in given.positional:
        path = state.constant(item)
        if isinstance(path, str):
            parts = path.split("__")
            paths += ["__".join(parts[: count + 1]) for count in range(len(parts))]
        elif state.ops[item].kind == "const":
            return ()  # select_related(None) takes all back
        else:
            paths += _prefetched(state, item)
    return tuple(dict.fromkeys(paths))


def _restricted(state: State, name: str, given: Given) -> list[str]:
    """What ``only`` asks for, or ``defer`` leaves out, of the model's own row."""
    fields = [state.constant(item) for item in given.positional]
    if not all(isinstance(field, str) for field in fields):
        return [DEFERRED]
    sign = ONLY if name == "only" else DEFER
    return [sign + str(field) for field in fields if "__" not in str(field)]


def _prefetched(state: State, item: int) -> list[str]:
    """``Prefetch("books")``; with a queryset of its own or ``to_attr`` what is loaded is another attribute."""
    op = state.ops[item]
    if op.kind != "call":
        return [ANY]
    if len(op.inputs) < 2 or "to_attr" in op.keywords:
        return []
    path = state.constant(op.inputs[1])
    return [path] if isinstance(path, str) and "__" not in path else []


def _result(
    state: State, index: int, receiver: QuerySet | Manager | RelatedManager, name: str, known: Member, given: Given
) -> Types:
    base = as_queryset(state, receiver)
    instance: Types = (Instance(base.model, base.loaded),)
    if base.row in ("dict", "tuple") and known.result in ("instance", "maybe-instance"):
        return (Container(base.row, (Plain("value"),)),)
    if base.row in ("flat", "date") and known.result in ("instance", "maybe-instance"):
        return (Plain("value"),)
    if known.does == "write" and known.result in ("instance", "pair"):
        instance = (Instance(base.model, _made(state, index, base.model, name, given)),)
    if known.result in ("instance", "maybe-instance"):
        return instance
    if known.result == "pair":
        return (Container("tuple", items=(instance, (Plain("bool"),))),)
    if known.result == "instances":
        return (Container("list", instance),)
    if known.result == "rows":
        return (QuerySet(base.model, base.row, base.loaded, evaluated=True),)  # recorded where it is made
    return (Instance(base.model, base.loaded),) if known.result == "dict" else (Plain("value"),)


def _made(state: State, index: int, model: str | None, name: str, given: Given) -> tuple[str, ...]:
    """The relations that are in memory on what a writing method gives: what it looked up by is not, where it found a
    row."""
    models = state.engine.models
    if name in ("create", "acreate"):
        return models.in_memory_when_made(model, state.ops[index].keywords)
    names: list[str] = []
    if name in ("update_or_create", "aupdate_or_create") and "defaults" in given.keywords:
        defaults = state.type(given.keywords["defaults"])
        names += [key for item in defaults if isinstance(item, Container) for key, _ in item.named or ()]
    return models.relations_among(model, names)


def attribute(state: State, index: int, receiver: QuerySet | Manager | RelatedManager, name: str) -> Types:
    """``Book.objects.recent``, ``author.books.through``."""
    if name == "through" and isinstance(receiver, RelatedManager):
        return (ModelClass(f"{receiver.owner}_{receiver.field}"),)
    own = state.engine.queryset_classes(receiver)
    for cls in own:
        found = own_methods.method_of(state, index, cls, receiver, name)
        if found is not None:
            own_managers.begin_of_method(state, index, cls, receiver, name)
            return found
    if name == "model" and receiver.model is not None:
        return (ModelClass(receiver.model),)
    known = member("queryset", name)
    if known is not None and known.does == "pure" and index not in state.callee_ops:
        return (Plain("queryset attribute"),)
    return (BuiltMethod(receiver, name),)
