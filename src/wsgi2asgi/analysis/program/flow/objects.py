"""Objects of other classes: those of the project, and those that are known by the name of their class only."""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.analysis.program.flow import (
    class_views,
    consumers,
    form_fields,
    graphql,
    instances,
    outside,
    own_methods,
    request_locals,
    request_names,
    special_methods,
    templates,
)
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    Container,
    Object,
    Plain,
    Types,
)
from wsgi2asgi.knowledge.members import member
from wsgi2asgi.model.findings import EffectKind

#: Dictionaries whose items are known by their keys.
_LOOK_UP = {templates.CONTEXT: templates.context_item, consumers.SCOPE: consumers.scope_item}


def attribute(state: State, index: int, receiver: Object, name: str) -> Types:
    """What the project defines, else what the class outside is known to have."""
    engine = state.engine
    if receiver.cls == templates.CONTEXT and index not in state.callee_ops:
        return templates.context_item(state, name)
    found = own_methods.method_of(state, index, receiver.cls, receiver, name)
    if found is not None:
        _fetch(state, index, receiver, name)
    if found is not None and found != UNKNOWN:
        return found
    stored = engine.instance_attribute(receiver.cls, name)
    if stored is not None:
        return stored
    below = own_methods.method_below(state, index, receiver.cls, receiver, name)
    below = below if below is not None else engine.heirs_attribute(receiver.cls, name)
    if below is not None:
        return below
    fetched = special_methods.run(state, index, receiver, "__getattr__")
    if fetched is not None:
        return fetched or UNKNOWN
    if engine.views.is_view(receiver.cls):
        return class_views.attribute(state, index, receiver, name)
    if index not in state.callee_ops and engine.definitions.derives(receiver.cls, consumers.CONSUMER):
        return consumers.attribute(state, name)
    own = engine.definitions.classes.get(receiver.cls)
    if own is None and graphql.is_info(receiver.cls) and index not in state.callee_ops:
        return graphql.attribute(name)
    if own is None:
        return _outside_object(state, index, receiver, name)
    if name in _OF_MEMBERS and engine.definitions.derives(receiver.cls, *_ENUMERATIONS):
        return (Plain("value"),)
    for base in own.lineage:
        if base not in engine.definitions.classes and index in state.callee_ops:
            if base.startswith(("builtins.", "collections.")):  # get() and items() run the project's own __getitem__
                special_methods.of_each(state, index, receiver, _OF_CONTAINERS)
            return (BuiltMethod(Object(base), name),)
    return UNKNOWN


def is_member(state: State, cls: str, name: str) -> bool:
    """Whether a name of an enumeration that has methods of its own is one of its members."""
    own = state.engine.definitions.classes.get(cls)
    if own is None or not own.methods or not state.engine.definitions.derives(cls, *_ENUMERATIONS):
        return False
    return name in own.attributes and name not in own.methods and not name.startswith("_")


def _fetch(state: State, index: int, receiver: Object, name: str) -> None:
    """A base class outside may be known to fetch the values of attributes: settings that stand in the database."""
    known = state.engine.definitions.classes
    for base in known[receiver.cls].lineage if receiver.cls in known else ():
        fetch = state.engine.own_calls.known(f"{base}.{_READ}") if base not in known else None
        if fetch is not None and not fetch.is_pure:
            state.record(index, Effect("external", fetch.effects, fetch.certainty, receiver, name))


_OF_CONTAINERS = ("__getitem__", "__iter__", "__len__", "__contains__", "__missing__", "__setitem__", "keys")
_ENUMERATIONS = ("enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "django.db.models.enums.Choices")
_OF_MEMBERS = ("name", "value", "label")
_READ = "__getattribute__"
PAGINATOR = "django.core.paginator.Paginator"
_PAGE = Object("django.core.paginator.Page")
#: These are handed on without being called: ``sync_to_async(paginator.get_page)(1)``. The others are properties.
_METHODS_OF_PAGINATORS = ("page", "get_page", "get_elided_page_range", "validate_number")
_ATTRIBUTES_OF_PAGES = ("object_list", "number", "paginator")


def _outside_object(state: State, index: int, receiver: Object, name: str) -> Types:
    if request_locals.is_local(receiver):
        return request_locals.read(state, name)
    if index in state.callee_ops or _is_method(receiver.cls, name):
        return (BuiltMethod(receiver, name),)
    if receiver.cls == instances.FIELD_FILE:
        return _file_attribute(state, index, receiver, name)
    if receiver.holds and name == "object_list":
        return receiver.holds
    of_field = (
        form_fields.attribute(receiver, name) if receiver.cls in (form_fields.FIELD, form_fields.WIDGET) else None
    )
    if of_field is not None:
        return of_field
    known = state.engine.own_calls.known(f"{receiver.cls}.{name}")
    if known is None:
        return UNKNOWN
    if known.kind == "orm-consume" or (known.kind == "file" and name == "size"):
        state.record(index, Effect(known.kind, known.effects, known.certainty, receiver, name))  # type: ignore[arg-type]
        return (Plain("int"),)
    if known.kind == "http" and known.certainty == "likely":  # a part of a service's client: client.chat.completions
        return (Object(f"{receiver.cls}.{name}"),)
    if receiver.cls == "pathlib.Path" and name == "parent":
        return (receiver,)
    return (Plain("attribute"),) if known.is_pure or receiver.cls == "subprocess.Popen" else UNKNOWN


def _is_method(cls: str, name: str) -> bool:
    """Whether it is a method of paginators and pages, which queries only when it is called."""
    if cls == _PAGE.cls:
        return name not in _ATTRIBUTES_OF_PAGES
    return cls == PAGINATOR and name in _METHODS_OF_PAGINATORS


def call(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """A method of an object of a class outside the project."""
    receiver = callee.receiver
    assert isinstance(receiver, Object)
    if receiver.cls == special_methods.LAZY_TEXT:
        special_methods.run_lazy(state, index, receiver)
    if state.engine.views.is_view(receiver.cls):
        return class_views.call(state, index, callee, given)
    if receiver == request_names.NAMESPACE:
        request_names.changed(state)
    if receiver.cls == "django.http.request.QueryDict":
        return _querydict(callee.name)
    if receiver.cls in _LOOK_UP and callee.name == "get" and given.positional:
        return _LOOK_UP[receiver.cls](state, state.constant(given.positional[0]))
    if receiver.cls == instances.FIELD_FILE:
        return _field_file(state, index, callee)
    own = state.engine.definitions.classes.get(receiver.cls)
    names = [receiver.cls, *(own.lineage[1:] if own else state.engine.definitions.lineages.of(receiver.cls)[1:])]
    for name in names:
        if state.engine.own_calls.known(f"{name}.{callee.name}") is not None:
            found = outside.call_named(state, index, f"{name}.{callee.name}", given, receiver)
            return tuple(replace(item, holds=receiver.holds) if item == _PAGE else item for item in found)
    return outside.call_named(state, index, f"{receiver.cls}.{callee.name}", given, receiver)


def _querydict(name: str) -> Types:
    if name in ("getlist", "keys", "values"):
        return (Container("list", (Plain("str"),)),)
    if name == "items":
        return (Container("list", (Container("tuple", (Plain("str"),)),)),)
    if name == "copy":
        return (Object("django.http.request.QueryDict"),)
    return (Container("dict", (Plain("str"),)),) if name == "dict" else (Plain("str"),)


def _file_attribute(state: State, index: int, receiver: Object, name: str) -> Types:
    """``upload.file.size`` asks the storage."""
    known = member("file", name)
    if known is not None and known.does == "file" and name != "size":
        return (BuiltMethod(receiver, name),)
    if name == "size":
        state.record(index, Effect("file", ("file",), "certain", receiver, name))
    return UNKNOWN if known is None else (Plain("str"),)


def _field_file(state: State, index: int, callee: BuiltMethod) -> Types:
    known = member("file", callee.name)
    if known is not None and known.does == "pure":
        return (Plain("str"),)
    effects: tuple[EffectKind, ...] = ("file", "db") if callee.name in ("save", "delete") else ("file",)
    state.record(index, Effect("file", effects, "certain", callee.receiver, callee.name, writes="db" in effects))
    return (Plain("bytes"),)
