"""What reading an attribute gives and does, by what it is read from."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import (
    dotted_names,
    form_fields,
    form_values,
    instances,
    objects,
    own_managers,
    own_methods,
    querysets,
    request_values,
)
from wsgi2asgi.analysis.program.flow.given import AttributeHandlers
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.heirs import Heirs
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BoundField,
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
    ModuleRef,
    Object,
    Partial,
    Plain,
    QuerySet,
    RelatedManager,
    Super,
    Task,
    Template,
    Type,
    Types,
    Unknown,
    Wrapped,
)

#: Methods whose name alone tells a queryset or manager, for receivers of which nothing is known.
_QUERYSET_LIKE = frozenset(
    {
        "select_related", "prefetch_related", "values_list", "order_by", "exclude", "annotate", "select_for_update",
        "get_or_create", "update_or_create", "bulk_create", "bulk_update", "in_bulk", "refresh_from_db", "full_clean",
    }
)  # fmt: skip


def attribute(state: State, index: int, receiver: Type, name: str) -> Types:
    """``receiver.name``, read by the operation ``index``."""
    handler = _HANDLERS.get(type(receiver), _unknown)
    return handler(state, index, receiver, name)


def _unknown(state: State, index: int, receiver: Type, name: str) -> Types:
    if isinstance(receiver, Unknown) and name == "objects":
        return (Manager(None),)
    if isinstance(receiver, Unknown) and name in _QUERYSET_LIKE and index in state.callee_ops:
        return (BuiltMethod(receiver, name),)
    if isinstance(receiver, Unknown) and index not in state.callee_ops:
        state.not_understood(index, receiver)
    return UNKNOWN


def _module(state: State, index: int, receiver: ModuleRef, name: str) -> Types:
    return state.engine.dotted(f"{receiver.name}.{name}")


def _external(state: State, index: int, receiver: External, name: str) -> Types:
    if receiver.name.startswith("django.conf.settings"):
        if receiver.name != "django.conf.settings":
            return (External(f"{receiver.name}.{name}"),)
        value = state.engine.models.settings.likely(name)
        return dotted_names.plain(state.engine.definitions, value, "setting")
    if receiver.name == "os.environ" and index not in state.callee_ops:
        return (Plain("str"),)
    dotted = f"{receiver.name}.{name}"
    if name == "objects":
        return (Manager(receiver.name),)
    if index not in state.callee_ops and receiver.name.startswith("constance.config"):
        state.record(index, Effect("external", ("db", "cache"), "likely", receiver, name))
        return UNKNOWN
    return state.engine.dotted(dotted)


def _model_class(state: State, index: int, receiver: ModelClass, name: str) -> Types:
    model = state.engine.models.all.get(receiver.model)
    managers = model.managers if model else {"objects": "django.db.models.manager.Manager"}
    if name in managers:
        return (Manager(receiver.model, state.engine.own_manager(managers[name])),)
    if name in ("objects", "_default_manager", "_base_manager"):
        is_default = name == "_default_manager"
        return (own_managers.default_manager(state, receiver) if is_default else Manager(receiver.model),)
    if name in ("DoesNotExist", "MultipleObjectsReturned"):
        return (ClassRef("django.core.exceptions.ObjectDoesNotExist"),)
    relation = model.relation(name) if model else None
    if relation is not None:  # the descriptor: Book.tags.through
        return (RelatedManager(receiver.model, receiver.model, name),)
    found = own_methods.method_of(state, index, receiver.model, receiver, name)
    if found is not None:
        return found
    return (Plain("meta"),) if index not in state.callee_ops else (BuiltMethod(receiver, name),)


_CHOICES = "django.db.models.enums.Choices"
_OF_CHOICES = ("choices", "values", "labels", "names")


def _class(state: State, index: int, receiver: ClassRef, name: str) -> Types:
    found = own_methods.method_of(state, index, receiver.name, receiver, name)
    if found is not None:
        return (Object(receiver.name),) if objects.is_member(state, receiver.name, name) else found
    nested = f"{receiver.name}.{name}"
    if nested in state.engine.definitions.classes:
        return state.engine.class_type(nested)
    if index in state.callee_ops or receiver.name not in state.engine.definitions.classes:
        return (BuiltMethod(receiver, name),)
    if name in _OF_CHOICES and state.engine.definitions.derives(receiver.name, _CHOICES):
        return (Container("list", (Plain("value"),)),)
    return (Plain("class attribute"),) if name.startswith("__") else UNKNOWN


def _super(state: State, index: int, receiver: Super, name: str) -> Types:
    engine = state.engine
    cls = engine.class_of(receiver.receiver) or receiver.cls
    lineage = engine.definitions.lineages.of(cls)
    after = lineage[lineage.index(receiver.cls) + 1 :] if receiver.cls in lineage else ()
    for base in after or _beside(engine.heirs, cls, name):
        found = engine.definitions.classes.get(base)
        if found is not None and name in found.methods:
            function = engine.definitions.functions[found.methods[name]]
            if function.is_property:
                state.record(index, Effect("project-call", (), "certain", receiver.receiver, name, (function.name,)))
                return engine.call(function.name, (), {}, receiver.receiver)
            return (MethodRef(function.name, cls),)
    if name in ("__init__", "__new__", "__init_subclass__", "__setattr__", "__getattribute__", "__class_getitem__"):
        return (External("builtins.object"),)
    if index in state.callee_ops:
        known = engine.definitions.classes.get(receiver.cls)
        outside = [base for base in after if base not in engine.definitions.classes]
        if isinstance(receiver.receiver, Object) and not engine.views.is_view(cls) and known is not None and outside:
            return (BuiltMethod(Object(outside[0]), name),)
        return (BuiltMethod(receiver.receiver, name),)
    return UNKNOWN


def _beside(heirs: Heirs, cls: str, name: str) -> tuple[str, ...]:
    """Behind a mixin without bases stands what the classes that have it put behind it, if they agree."""
    behind = set()
    for heir in heirs.of(cls):
        lineage = heirs.definitions.lineages.of(heir)
        after = (heirs.definitions.classes.get(base) for base in lineage[lineage.index(cls) + 1 :])
        behind.add(next((base.name for base in after if base is not None and name in base.methods), None))
    return tuple(base for base in behind if base is not None) if len(behind) == 1 else ()


def _built(state: State, index: int, receiver: Type, name: str) -> Types:
    """Of a plain value or container."""
    return (BuiltMethod(receiver, name),) if index in state.callee_ops else (Plain("attribute"),)


def _callable(state: State, index: int, receiver: Type, name: str) -> Types:
    """Of a function: ``task.delay``, ``f.__name__``."""
    return (BuiltMethod(receiver, name),) if index in state.callee_ops else (Plain("function attribute"),)


def _built_method(state: State, index: int, receiver: BuiltMethod, name: str) -> Types:
    """An attribute of what is reached through an object outside: ``client.chat.completions``."""
    if isinstance(receiver.receiver, Object):
        return (BuiltMethod(Object(f"{receiver.receiver.cls}.{receiver.name}"), name),)
    if isinstance(receiver.receiver, ClassRef):
        return (External(f"{receiver.receiver.name}.{receiver.name}.{name}"),)
    return UNKNOWN


def _bound_field(state: State, index: int, receiver: BoundField, name: str) -> Types:
    """A field of a form with its data."""
    if index in state.callee_ops:
        return (BuiltMethod(receiver, name),)
    return form_fields.bound_attribute(state, index, receiver, name)


_HANDLERS: AttributeHandlers = {
    BoundField: _bound_field,
    ModuleRef: _module,
    External: _external,
    ModelClass: _model_class,
    ClassRef: _class,
    Super: _super,
    Template: _built,
    Plain: _built,
    Container: _built,
    FunctionRef: _callable,
    MethodRef: _callable,
    Wrapped: _callable,
    Partial: _callable,
    Task: _callable,
    Coroutine: _callable,
    BuiltMethod: _built_method,
    QuerySet: querysets.attribute,
    Manager: querysets.attribute,
    RelatedManager: querysets.attribute,
    Instance: instances.attribute,
    Form: form_values.attribute,
    Object: objects.attribute,
    **request_values.ATTRIBUTES,
}
