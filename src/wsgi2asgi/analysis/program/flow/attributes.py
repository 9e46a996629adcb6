"""What reading an attribute gives and does, by what it is read from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wsgi2asgi.analysis.program.flow import instances, templates
from wsgi2asgi.analysis.program.flow.state import Effect, State, certainty
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
    ModuleRef,
    Object,
    Partial,
    Plain,
    QuerySet,
    RelatedManager,
    Request,
    Response,
    Session,
    Super,
    Type,
    Types,
    Unknown,
    User,
    Wrapped,
)
from wsgi2asgi.knowledge.known_calls import known_call
from wsgi2asgi.knowledge.members import member

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


def is_relation(state: State, item: Instance, name: str) -> bool:
    """Whether the attribute of a model instance is a relation."""
    model = state.engine.models.all.get(item.model or "")
    return model is not None and model.relation(name) is not None


def special(state: State, index: int, item: Object, *names: str) -> Types:
    """Python runs a special method of an object: the project's own, if it has it."""
    for name in names:
        function = state.engine.definitions.find_method(item.cls, name)
        if function is not None:
            state.record(index, Effect("project-call", (), "certain", item, name, (function.name,)))
            return state.engine.call(function.name, (), {})
    return UNKNOWN


def special_of_model(state: State, index: int, item: Instance, *names: str) -> None:
    """The same of a model instance; what Django's Model gives by itself queries nothing."""
    for name in names:
        function = state.engine.definitions.find_method(item.model or "", name)
        if function is not None:
            state.record(index, Effect("project-call", (), "certain", item, name, (function.name,)))
            state.engine.call(function.name, (), {})
            return


def outside_item(state: State, index: int, item: External) -> Types:
    """``settings.X[...]``, ``os.environ[...]``, ``caches[...]`` and other objects outside."""
    if item.name in ("django.core.cache.caches",):
        return (External("django.core.cache.cache"),)
    if item.name == "django.db.connections":
        return (External("django.db.connection"),)
    if item.name.startswith(("django.conf.settings.", "os.environ", "sys.")):
        return (Plain("setting"),)
    if item.name.startswith(("typing.", "collections.abc.", "builtins.")):
        return (item,)
    return UNKNOWN


def method_of(state: State, index: int, cls: str, receiver: Type, name: str) -> Types | None:
    """A method, property or class attribute that the project defines for ``cls``; None where it defines none."""
    engine = state.engine
    owner = engine.definitions.attribute_owner(cls, name)
    if owner is None:
        return None
    dotted = owner.methods.get(name)
    if dotted is None or dotted not in engine.definitions.functions:
        return engine.class_attribute(owner.name, name)
    function = engine.definitions.functions[dotted]
    if function.is_property:
        state.record(index, Effect("project-call", (), "certain", receiver, name, (dotted,)))
        return engine.call(dotted, (), {}, receiver)
    if "builtins.staticmethod" in function.decorators:
        return (FunctionRef(dotted),)
    return (MethodRef(dotted, cls),)


# -- by kind of receiver --------------------------------------------------------------------------------------


def _unknown(state: State, index: int, receiver: Type, name: str) -> Types:
    if isinstance(receiver, Unknown) and name == "objects":
        return (Manager(None),)
    if isinstance(receiver, Unknown) and name in _QUERYSET_LIKE and index in state.callee_ops:
        return (BuiltMethod(receiver, name),)
    return UNKNOWN


def _module(state: State, index: int, receiver: ModuleRef, name: str) -> Types:
    return state.engine.dotted(f"{receiver.name}.{name}")


def _external(state: State, index: int, receiver: External, name: str) -> Types:
    if receiver.name.startswith("django.conf.settings"):
        return (
            (Plain("setting"),) if receiver.name == "django.conf.settings" else (External(f"{receiver.name}.{name}"),)
        )
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
        first = next(iter(managers.values()), None) if name == "_default_manager" else None
        return (Manager(receiver.model, state.engine.own_manager(first) if first else None),)
    if name in ("DoesNotExist", "MultipleObjectsReturned"):
        return (ClassRef("django.core.exceptions.ObjectDoesNotExist"),)
    relation = model.relation(name) if model else None
    if relation is not None:  # the descriptor: Book.tags.through
        return (RelatedManager(receiver.model, receiver.model, name),)
    found = method_of(state, index, receiver.model, receiver, name)
    if found is not None:
        return found
    return (Plain("meta"),) if index not in state.callee_ops else (BuiltMethod(receiver, name),)


def _class(state: State, index: int, receiver: ClassRef, name: str) -> Types:
    found = method_of(state, index, receiver.name, receiver, name)
    if found is not None:
        return found
    nested = f"{receiver.name}.{name}"
    if nested in state.engine.definitions.classes:
        return state.engine.class_type(nested)
    if index in state.callee_ops or receiver.name not in state.engine.definitions.classes:
        return (BuiltMethod(receiver, name),)
    return (Plain("class attribute"),) if name.startswith("__") else UNKNOWN


def _queryset(state: State, index: int, receiver: QuerySet | Manager | RelatedManager, name: str) -> Types:
    if name == "through" and isinstance(receiver, RelatedManager):
        return (ModelClass(f"{receiver.owner}_{receiver.field}"),)
    own = state.engine.queryset_classes(receiver)
    for cls in own:
        found = method_of(state, index, cls, receiver, name)
        if found is not None:
            return found
    known = member("queryset", name)
    if known is not None and known.does == "pure" and index not in state.callee_ops:
        return (Plain("queryset attribute"),)
    return (BuiltMethod(receiver, name),)


def _request(state: State, index: int, receiver: Request, name: str) -> Types:
    if name == "user":
        return (User(state.engine.models.user),)
    if name == "session":
        return (Session(),)
    if name == "FILES":
        return (Container("dict", (Object("django.core.files.uploadedfile.UploadedFile"),), key=(Plain("str"),)),)
    known = member("request", name)
    if known is None:
        return UNKNOWN if index not in state.callee_ops else (BuiltMethod(receiver, name),)
    if known.result == "dict":
        return (Object("django.http.request.QueryDict"),) if name in ("GET", "POST") else _strings()
    return (BuiltMethod(receiver, name),) if index in state.callee_ops else (Plain("str"),)


def _strings() -> Types:
    return (Container("dict", (Plain("str"),), key=(Plain("str"),)),)


def _user(state: State, index: int, receiver: User, name: str) -> Types:
    if not receiver.loaded:
        kind = certainty(state.type(state.ops[index].inputs[0]))
        state.record(index, Effect("lazy-user", ("db", "session"), kind, receiver, name))
    known = member("user", name)
    if known is not None and index in state.callee_ops:
        own = method_of(state, index, receiver.model or "", receiver, name)
        return own if own is not None else (BuiltMethod(receiver, name),)
    if known is not None:
        return (Plain("str"),)
    return instances.attribute(state, index, Instance(receiver.model), name)


def _session(state: State, index: int, receiver: Session, name: str) -> Types:
    known = member("session", name)
    if index in state.callee_ops:
        return (BuiltMethod(receiver, name),)
    if known is not None and known.does == "session":
        state.record(index, Effect("session", ("session",), "certain", receiver, name))
    return (Plain("session attribute"),)


def _form(state: State, index: int, receiver: Form, name: str) -> Types:
    found = method_of(state, index, receiver.cls, receiver, name)
    if found is not None and found != UNKNOWN:
        return found
    if name == "instance":
        model = state.engine.form_model(receiver.cls)
        return (Instance(model),) if model else UNKNOWN
    if name == "cleaned_data":
        return (Container("dict", state.engine.cleaned_values(receiver.cls), key=(Plain("str"),)),)
    known = member("form", name)
    if known is None:
        stored = state.engine.instance_attribute(receiver.cls, name)
        return stored if stored is not None else UNKNOWN
    if index in state.callee_ops:
        return (BuiltMethod(receiver, name),)
    if known.does in ("form", "render"):
        state.engine.forms.touched(state, index, receiver, name)
        return (Container("dict", (Plain("str"),), key=(Plain("str"),)),)
    if name in ("fields", "forms", "extra_forms", "initial_forms", "deleted_forms"):
        return (Container("dict", (Object("django.forms.fields.Field"),), key=(Plain("str"),)),)
    return (Container("dict", (Plain("value"),)),) if known.result == "dict" else (Plain("form attribute"),)


def _response(state: State, index: int, receiver: Response, name: str) -> Types:
    return (BuiltMethod(receiver, name),) if index in state.callee_ops else (Plain("response attribute"),)


def _object(state: State, index: int, receiver: Object, name: str) -> Types:
    engine = state.engine
    if receiver.cls == templates.CONTEXT and index not in state.callee_ops:
        return templates.context_item(state, name)
    found = method_of(state, index, receiver.cls, receiver, name)
    if found is not None and found != UNKNOWN:
        return found
    stored = engine.instance_attribute(receiver.cls, name)
    if stored is not None:
        return stored
    if engine.is_view(receiver.cls):
        return _view(state, index, receiver, name)
    own = engine.definitions.classes.get(receiver.cls)
    if own is None:
        return _outside_object(state, index, receiver, name)
    for base in own.lineage:
        if base not in engine.definitions.classes and index in state.callee_ops:
            return (BuiltMethod(Object(base), name),)
    return UNKNOWN


def _outside_object(state: State, index: int, receiver: Object, name: str) -> Types:
    if index in state.callee_ops:
        return (BuiltMethod(receiver, name),)
    known = known_call(f"{receiver.cls}.{name}")
    if known is None:
        return UNKNOWN
    if known.kind == "orm-consume" or (known.kind == "file" and name == "size"):
        state.record(index, Effect(known.kind, known.effects, known.certainty, receiver, name))  # type: ignore[arg-type]
        return UNKNOWN if name == "object_list" else (Plain("int"),)
    if receiver.cls == "pathlib.Path" and name == "parent":
        return (receiver,)
    return (Plain("attribute"),) if known.is_pure or receiver.cls == "subprocess.Popen" else UNKNOWN


def _view(state: State, index: int, receiver: Object, name: str) -> Types:
    if name == "request":
        return (Request(),)
    model = state.engine.view_model(receiver.cls)
    if name == "object":
        return (Instance(model),)
    if name == "object_list":
        return (QuerySet(model),)
    if name in ("kwargs", "initkwargs"):
        return _strings()
    if name == "args":
        return (Container("tuple", (Plain("str"),)),)
    if index in state.callee_ops:
        return (BuiltMethod(receiver, name),)
    return (Plain("view attribute"),) if member("view", name) is not None else UNKNOWN


def _super(state: State, index: int, receiver: Super, name: str) -> Types:
    engine = state.engine
    cls = engine.class_of(receiver.receiver) or receiver.cls
    lineage = engine.definitions.lineages.of(cls)
    after = lineage[lineage.index(receiver.cls) + 1 :] if receiver.cls in lineage else ()
    for base in after:
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
        if isinstance(receiver.receiver, Object) and not engine.is_view(cls) and known is not None and outside:
            return (BuiltMethod(Object(outside[0]), name),)
        return (BuiltMethod(receiver.receiver, name),)
    return UNKNOWN


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


def _instance(state: State, index: int, receiver: Instance, name: str) -> Types:
    return instances.attribute(state, index, receiver, name)


_HANDLERS: dict[type, Callable[[State, int, Any, str], Types]] = {
    ModuleRef: _module,
    External: _external,
    ModelClass: _model_class,
    ClassRef: _class,
    QuerySet: _queryset,
    Manager: _queryset,
    RelatedManager: _queryset,
    Instance: _instance,
    Request: _request,
    User: _user,
    Session: _session,
    Form: _form,
    Response: _response,
    Object: _object,
    Super: _super,
    Plain: _built,
    Container: _built,
    FunctionRef: _callable,
    MethodRef: _callable,
    Wrapped: _callable,
    Partial: _callable,
    Coroutine: _callable,
    BuiltMethod: _built_method,
}
