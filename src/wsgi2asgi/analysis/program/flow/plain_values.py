"""Methods of plain values and builtin containers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from string import Formatter

from wsgi2asgi.analysis.program.flow import consume, dotted_names, formatting, keyed, method_callers, special_methods
from wsgi2asgi.analysis.program.flow.given import CallHandlers, Given
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    Container,
    Named,
    Plain,
    Types,
    join,
)

#: Of sets and dictionaries: these hash what they are given.
_HASHING = ("add", "get", "pop", "setdefault")
#: Of lists, sets and dictionaries: these compare.
_LOOKING = ("index", "count", "remove", "discard", "difference", "intersection", "symmetric_difference", "issubset")
#: Of texts, of writers of rows, of the headers of a response.
_MAKES_TEXT = ("format", "format_map", "writerow", "writerows", "write", "writelines", "setdefault", "update")


def _plain(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """Methods of plain values do nothing but compute; what they are handed is called."""
    handed = given.functions(state)
    if handed:
        state.record(index, Effect("project-call", (), "likely", callee.receiver, callee.name, handed))
    if callee.name in _MAKES_TEXT:
        for item in given.all:
            formatting.formatted(state, index, item)
    if callee.name == "format":
        _read_by_format(state, index, given)
    if callee.name == "join" and given.positional:
        consume.iterate_all(state, index, given.positional[:1])
    receiver = callee.receiver
    if isinstance(receiver, Plain) and receiver.text:
        parts = dotted_names.parts(receiver, callee.name)
        if parts is not None:
            return parts
    if isinstance(receiver, Plain) and receiver.name in ("str", "bytes") and callee.name in ("split", "splitlines"):
        return (Container("list", (Plain("str"),)),)
    return (Plain(receiver.name if isinstance(receiver, Plain) and receiver.name == "str" else "value"),)


def _read_by_format(state: State, index: int, given: Given) -> None:
    """``"{0.author.name}".format(book)`` reads attributes."""
    text = state.constant(state.called_on(index))
    for number, field in enumerate(_fields(text) if isinstance(text, str) else ()):
        name, *attributes = field.split(".")
        source = given.keywords.get(name) if not name.isdigit() and name else given.get(int(name or number), "")
        types = state.type(source) if source is not None else ()
        for attribute in attributes:
            types = join(*(state.engine.read_attribute(state, index, item, attribute) for item in types))


def _fields(text: str) -> Iterator[str]:
    """The names in braces."""
    with suppress(ValueError):
        yield from (name for _, name, _, _ in Formatter().parse(text) if name is not None and "[" not in name)


def _container(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, Container)
    name = callee.name
    for item in given.positional[:1] if name in _HASHING else ():
        special_methods.run_each(state, index, item, special_methods.KEYED)
    if name in ("append", "add", "insert", "extend", "update", "setdefault", "appendleft"):
        return _grown(state, index, receiver, name, given)
    if name in ("pop", "get", "popleft", "popitem", "setdefault"):
        default = state.type(given.positional[1]) if len(given.positional) > 1 else ()
        named = keyed.item(receiver, state.constant(given.positional[0])) if given.positional else None
        if named is not None:
            return join(named, default)
        return join(receiver.element, default) or UNKNOWN
    if name == "items":
        pair = Container("tuple", items=(receiver.key or (Plain("str"),), receiver.element or UNKNOWN))
        return (Container("list", (pair,)),)
    if name == "values":
        return (Container("list", receiver.element),)
    if name == "keys":
        return (Container("list", receiver.key or (Plain("str"),)),)
    if name in _LOOKING:
        for item in given.positional[:1]:
            special_methods.run_each(state, index, item, special_methods.KEYED)
        special_methods.of_each(state, index, receiver, special_methods.KEYED)
    if name == "sort" and "key" not in given.keywords:
        special_methods.of_each(state, index, receiver, special_methods.ORDERING)
    elif name == "sort":
        handed = given.functions(state)
        if handed:
            state.record(index, Effect("project-call", (), "certain", receiver, name, handed))
        for function in handed:
            state.engine.call(function, (receiver.element or UNKNOWN,), {})
        method_callers.run_given(state, index, given, receiver.element)
    if name in ("copy", "union", "difference", "intersection", "symmetric_difference"):
        return (receiver,)
    return (Plain("value"),)


def _grown(state: State, index: int, receiver: Container, name: str, given: Given) -> Types:
    """A list or set takes something up; the variable behind it knows from here on."""
    added: Types = ()
    for item in given.positional[-1:]:
        several = name in ("extend", "update")
        added = consume.iterate_all(state, index, (item,)) if several else state.type(item)
    source = state.called_on(index)
    wider = Container(
        receiver.name,
        join(receiver.element, *receiver.items, added),
        key=keyed.with_key(receiver, state.type(given.positional[0])) if name == "setdefault" else receiver.key,
        named=_named(state, receiver, name, given),
    )
    state.refine(source, tuple(wider if item == receiver else item for item in state.type(source)))
    return join(receiver.element, added) if name == "setdefault" else (Plain("NoneType"),)


def _named(state: State, receiver: Container, name: str, given: Given) -> Named | None:
    """What stands under which key of a dictionary after ``update`` or ``setdefault``."""
    positional = [state.type(item) for item in given.positional]
    if name == "update":
        keywords = {key: state.type(item) for key, item in given.keywords.items()}
        return keyed.with_all(receiver, *positional, (Container("dict", named=keyed.of_keywords(keywords)),))
    if name == "setdefault" and positional:
        key = state.constant(given.positional[0])
        return keyed.with_item(receiver, key, join(keyed.item(receiver, key) or (), *positional[1:]) or UNKNOWN)
    return receiver.named


METHODS: CallHandlers = {Plain: _plain, Container: _container}
