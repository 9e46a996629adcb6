"""Dictionaries with constant keys, such as contexts of templates: what stands under which key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Container,
    Instance,
    Named,
    Object,
    Types,
    Unknown,
    User,
    join,
)

#: Stands for all keys that are not known.
OTHERS = "*"
#: Larger dictionaries are tables; nobody asks what stands under each of their keys.
_MOST = 64


def literal(ops: Sequence[Op], op: Op, types: Sequence[Types]) -> Named | None:
    """The items of a dictionary display."""
    if len(op.inputs) > 2 * _MOST:
        return None
    found: dict[str, Types] = {}
    inputs = iter(op.inputs)
    for item in inputs:
        if ops[item].kind == "double_star":
            for value in types[ops[item].inputs[0]] or UNKNOWN:
                _update(found, value)
            continue
        value_op = next(inputs)
        key = ops[item].value if ops[item].kind == "const" else None
        _put(found, key, types[value_op] or UNKNOWN)
    return tuple(found.items())


def of_keywords(given: Mapping[str, Types], others: Iterable[Types] = ()) -> Named | None:
    """The items of ``dict(a=b)``, and of what is handed to it beside."""
    found: dict[str, Types] = {}
    for types in others:
        for value in types:
            _update(found, value)
    for name, types in given.items():
        found[name] = types
    return tuple(found.items()) if len(found) <= _MOST else None


def with_item(container: Container, key: object, types: Types) -> Named | None:
    """The items once ``container[key]`` is stored."""
    if container.named is None:
        return None
    found = dict(container.named)
    _put(found, key, types)
    return tuple(found.items()) if len(found) <= _MOST else None


def with_all(container: Container, *others: Types) -> Named | None:
    """The items after ``update``."""
    if container.named is None:
        return None
    found = dict(container.named)
    for types in others:
        for value in types:
            _update(found, value)
    return tuple(found.items()) if len(found) <= _MOST else None


def handed_on(types: Types) -> Types:
    """The same values once others hold them too: who gets a dictionary may put more into it."""
    known = [item for item in types if isinstance(item, Container) and item.named is not None]
    return tuple(_opened(item) if item in known else item for item in types) if known else types


def _opened(container: Container) -> Container:
    return replace(container, named=tuple({**dict(container.named or ()), OTHERS: UNKNOWN}.items()))


def with_key(container: Container, types: Types) -> Types:
    """What its keys may be once one of these is among them; where nothing is known of any they count as text."""
    objects = tuple(item for item in types if isinstance(item, (Instance, Object, User)))
    return join(container.key, objects) if objects and container.name == "dict" else container.key


def item(container: Container, key: object) -> Types | None:
    """What stands under a constant key; None where that is not known."""
    if container.named is None or not isinstance(key, str):
        return None
    return dict(container.named).get(key)


def merged(types: Types) -> Types:
    """Several dictionaries whose keys are known become one that has all of them."""
    known = [item for item in types if isinstance(item, Container) and item.named is not None]
    if len(known) < 2 or len({item.name for item in known}) > 1:
        return types
    found: dict[str, Types] = {}
    for container in known:
        for name, value in container.named or ():
            found[name] = join(found.get(name, ()), value)
    one = Container(
        known[0].name,
        join(*(item.element for item in known)),
        key=join(*(item.key for item in known)),
        named=tuple(found.items()) if len(found) <= _MOST else None,
    )
    return tuple(dict.fromkeys(one if item in known else item for item in types))


def _put(found: dict[str, Types], key: object, types: Types) -> None:
    if isinstance(key, str):
        found[key] = types
    else:
        found[OTHERS] = join(found.get(OTHERS, ()), types)


def _update(found: dict[str, Types], value: object) -> None:
    if isinstance(value, Container) and value.named is not None:
        found.update(value.named)
    elif isinstance(value, Container):
        found[OTHERS] = join(found.get(OTHERS, ()), value.element or UNKNOWN)
    elif isinstance(value, Unknown):
        found[OTHERS] = join(found.get(OTHERS, ()), UNKNOWN)
