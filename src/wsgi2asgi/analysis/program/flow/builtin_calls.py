"""Python's built-in functions."""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.analysis.program.flow import (
    awaited,
    consume,
    content_types,
    dotted_names,
    forgetting,
    form_fields,
    formatting,
    keyed,
    made_names,
    method_callers,
    own_methods,
    request_locals,
    request_names,
    special_methods,
)
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    ClassRef,
    Container,
    External,
    Form,
    FunctionRef,
    Instance,
    MethodRef,
    ModelClass,
    Object,
    Plain,
    QuerySet,
    Request,
    Super,
    Type,
    Types,
    Unknown,
    join,
)

_COLLECT = {
    "list": "list", "tuple": "tuple", "set": "set", "frozenset": "set", "sorted": "list", "reversed": "list",
    "iter": "iterator", "dict": "dict",
}  # fmt: skip
_REDUCE = ("sum", "any", "all", "max", "min", "len")
_PLAIN = (
    "int", "float", "bool", "bytes", "abs", "round", "ord", "chr", "hex", "oct", "bin", "divmod", "pow", "hash", "id",
    "isinstance", "issubclass", "callable", "complex", "bytearray", "input", "range", "slice",
)  # fmt: skip
_TEXT = ("str", "repr", "format", "ascii", "print")
#: What is run of the elements.
_RUN_BY = {
    "sorted": special_methods.ORDERING, "min": special_methods.ORDERING, "max": special_methods.ORDERING,
    "set": special_methods.KEYED, "frozenset": special_methods.KEYED, "sum": ("__add__", "__radd__"),
    "any": special_methods.TRUTH, "all": special_methods.TRUTH,
}  # fmt: skip
#: Each runs the special method of its name.
_NUMBERS = ("int", "float", "complex", "bytes", "abs", "round", "hash")


def call(state: State, index: int, name: str, given: Given) -> Types | None:
    """Call a built-in; None for those that need no special care."""
    _call_back(state, index, name, given)
    if name in _COLLECT:
        return _collected(state, index, name, given)
    if name in _REDUCE:
        return _reduced(state, index, name, given)
    if name in ("enumerate", "zip", "map", "filter"):
        return _combined(state, index, name, given)
    if name == "next":
        elements = consume.iterate(state, index, given.positional[0]) if given.positional else UNKNOWN
        return join(elements, *(state.type(item) for item in given.positional[1:]))
    if name in _TEXT:
        for item in given.positional:
            formatting.formatted(state, index, item)
        return (Plain("str"),)
    if name in _NUMBERS:
        for item in given.positional[:1]:
            special_methods.run_each(state, index, item, (f"__{name}__", "__index__"))
    if name == "isinstance" and given.positional:
        awaited.touch_users(state, index, given.positional[0], "")  # of a lazy user ``__class__`` is asked
    if name == "bool" and given.positional:
        consume.truth(state, index, given.positional[0])
    if name in _PLAIN:
        return (Plain("int" if name == "int" else name),)
    if name in ("getattr", "hasattr"):
        return _getattr(state, index, name, given)
    if name == "setattr" and given.positional:
        for value in state.type(given.positional[0]):
            made_names.touch(state, index, name, value)
            if isinstance(value, (Instance, Object)) and len(given.positional) == 3:
                _set_by_name(state, index, value, *given.positional[1:])
        request_names.set_by_name(state, given)
        _set_on_row(state, given)
    if name == "vars" and given.positional:
        return _namespace(state, given.positional[0])
    if name == "super":
        return _super(state)
    if name == "type" and len(given.positional) == 1:
        return join(*(_class_of(state, item) for item in state.type(given.positional[0])))
    return (Object("builtins.object"),) if name == "object" else None


def _set_by_name(state: State, index: int, item: Instance | Object, named: int, what: int) -> None:
    """``setattr(book, "author", author)``"""
    name, value = state.constant(named), state.type(what)
    if isinstance(item, Instance):
        content_types.assigned(state, index, item, name, value)
    if isinstance(name, str):
        own_methods.stored(state, index, item, name, value)
        if request_locals.is_local(item):
            request_locals.assigned(state, name, value)


def _set_on_row(state: State, given: Given) -> None:
    """``setattr(book, "author_id", 3)``: what is read next may be another row."""
    name = state.constant(given.positional[1]) if len(given.positional) > 1 else None
    for value in state.type(given.positional[0]):
        if isinstance(value, Instance):
            forgetting.forget(state, value.model, name.removesuffix("_id") if isinstance(name, str) else None)


def _call_back(state: State, index: int, name: str, given: Given) -> None:
    """``sorted(books, key=by_author)`` runs the function."""
    if name in ("isinstance", "getattr", "hasattr", "setattr", "callable", "type", "super", "open", "print", "id"):
        return
    for item in given.all:
        formatting.given_to(state, index, state.type(item), _first_elements(state, given))
    method_callers.run_given(state, index, given, _first_elements(state, given))
    functions: list[str] = []
    for item in given.all:
        functions += [value.name for value in state.type(item) if isinstance(value, (FunctionRef, MethodRef))]
    if functions:
        state.record(index, Effect("project-call", (), "certain", None, name, tuple(dict.fromkeys(functions))))
        for function in functions:
            state.engine.call(function, (_first_elements(state, given),), {})


def _first_elements(state: State, given: Given) -> Types:
    """What a key function or mapped function is called with."""
    found: list[Types] = []
    for item in given.positional:
        for value in state.type(item):
            if isinstance(value, QuerySet):
                found.append(consume.row(value))
            elif isinstance(value, Container):
                found.append(value.element)
    return capped(join(*found)) or UNKNOWN


def _collected(state: State, index: int, name: str, given: Given) -> Types:
    if not given.positional:
        values = capped(join(*(state.type(item) for item in given.keywords.values() if item is not None)))
        if name != "dict":
            return (Container(_COLLECT[name]),)
        return (Container("dict", values, named=keyed.of_keywords(given.types(state)[1])),)
    elements = consume.iterate(state, index, given.positional[0])
    _run_of_all(state, index, name, elements, given)
    if name != "dict":
        return (Container(_COLLECT[name], elements),)
    for value in state.type(given.positional[0]):
        if isinstance(value, Container) and value.name == "dict":
            added = keyed.of_keywords(given.types(state)[1])
            return (replace(value, named=keyed.with_all(value, (Container("dict", named=added),))),)
    pairs = [item.items for item in elements if isinstance(item, Container) and len(item.items) == 2]
    if pairs:
        return (Container("dict", join(*(pair[1] for pair in pairs)), key=join(*(pair[0] for pair in pairs))),)
    return (Container("dict", UNKNOWN if elements == UNKNOWN else (Plain("value"),), key=(Plain("value"),)),)


def _reduced(state: State, index: int, name: str, given: Given) -> Types:
    elements = join(*(_elements(state, index, name, item) for item in given.positional))
    _run_of_all(state, index, name, elements, given)
    if name in ("max", "min"):
        return elements or UNKNOWN
    return (Plain("int" if name in ("sum", "len") else "bool"),)


def _run_of_all(state: State, index: int, name: str, elements: Types, given: Given) -> None:
    if name in _RUN_BY and "key" not in given.keywords:
        for element in elements:
            special_methods.of_each(state, index, element, _RUN_BY[name])


def _elements(state: State, index: int, name: str, item: int) -> Types:
    if name == "len":
        for value in state.type(item):
            if isinstance(value, QuerySet):
                consume.evaluated(state, index, item, value)
            elif isinstance(value, Form):
                state.engine.forms.members(state, index, value, "__len__")
            elif isinstance(value, Object) and value.cls == form_fields.CHOICES:
                form_fields.chosen_from(state, index, value)
            elif isinstance(value, (Object, Instance)):
                special_methods.run(state, index, value, "__len__")
            elif isinstance(value, Unknown):
                state.not_understood(index, value)
        return ()
    lazy = any(isinstance(value, (QuerySet, Container, Object)) for value in state.type(item))
    return consume.iterate(state, index, item) if lazy else state.type(item)


def _combined(state: State, index: int, name: str, given: Given) -> Types:
    if name in ("map", "filter"):
        elements = join(*(consume.iterate(state, index, item) for item in given.positional[1:]))
        for element in elements if name == "filter" else ():
            special_methods.of_each(state, index, element, special_methods.TRUTH)
        return (Container("iterator", elements if name == "filter" else _mapped(state, given)),)
    each = tuple(consume.iterate(state, index, item) for item in given.positional)
    items = ((Plain("int"),), *each) if name == "enumerate" else each
    return (Container("iterator", (Container("tuple", items=items),)),)


def _mapped(state: State, given: Given) -> Types:
    results: list[Types] = []
    for value in state.type(given.positional[0]) if given.positional else ():
        if isinstance(value, (FunctionRef, MethodRef)):
            results.append(state.engine.call(value.name, (), {}))
        elif isinstance(value, External) and value.name in ("builtins.str", "builtins.int", "builtins.float"):
            results.append((Plain("str"),))
        else:
            results.append(UNKNOWN)
    return join(*results) or UNKNOWN


def _namespace(state: State, item: int) -> Types:
    """``vars(request)``; of a row its columns, of other things whatever they hold."""
    found: list[Type] = []
    for value in state.type(item):
        if isinstance(value, Request):
            found.append(request_names.NAMESPACE)
        else:
            found += (Plain("value"),) if isinstance(value, (Plain, Instance)) else UNKNOWN
    return tuple(dict.fromkeys(found))


def _getattr(state: State, index: int, name: str, given: Given) -> Types:
    if len(given.positional) < 2:
        return UNKNOWN
    wanted = state.constant(given.positional[1])
    names = (wanted,) if isinstance(wanted, str) else dotted_names.texts_of(state, given.positional[1])
    values = state.type(given.positional[0])
    if not names:
        return made_names.read(state, index, name, values)
    found: list[Types] = []
    for value in values:
        if _is_seen(value):
            found += [state.engine.read_attribute(state, index, value, text) for text in names]
        else:
            found.append(UNKNOWN)
    if name == "hasattr":
        return (Plain("bool"),)
    default = state.type(given.positional[2]) if len(given.positional) > 2 else ()
    methods = [item for types in found for item in types if isinstance(item, (BuiltMethod,))]
    return UNKNOWN if methods else capped(join(*found, default))


def _is_seen(value: Type) -> bool:
    return made_names.is_settings(value) or not isinstance(value, (Plain, Container, External))


def _super(state: State) -> Types:
    owner = state.function.owner
    receiver = state.env.get(state.self_name) if state.self_name else None
    if owner is None or not receiver:
        return UNKNOWN
    return tuple(Super(owner, item) for item in receiver)


def _class_of(state: State, item: Type) -> Types:
    if isinstance(item, Instance) and item.model:
        return (ModelClass(item.model),)
    if isinstance(item, Object) and item.cls in state.engine.definitions.classes:
        return (ClassRef(item.cls),)
    return (Plain("type"),) if isinstance(item, (Plain, Container)) else UNKNOWN
