"""Values that become text, or are handed to code outside that may ask them for more: their special methods run."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.flow import awaited, consume, own_methods
from wsgi2asgi.analysis.program.flow.raised import CAUGHT
from wsgi2asgi.analysis.program.flow.state import Effect, State, certainty
from wsgi2asgi.analysis.program.types import (
    Container,
    External,
    Form,
    Instance,
    Object,
    QuerySet,
    Type,
    Types,
    User,
    join,
)
from wsgi2asgi.knowledge.known_calls import is_kept_as_given, known_call
from wsgi2asgi.model.findings import Certainty

#: What making text of an object runs; Django's templates and ``escape`` ask for the last.
_TEXT = ("__str__", "__format__", "__repr__", "__html__")
#: What else code that computes may run of what it is given.
#: https://docs.python.org/3/reference/datamodel.html#special-method-names
_COMPUTING = (
    "__bytes__", "__bool__", "__len__", "__iter__", "__contains__", "__getitem__", "__hash__", "__eq__", "__lt__",
    "__gt__", "__le__", "__ge__", "__int__", "__float__", "__index__", "__fspath__", "__call__",
)  # fmt: skip
#: So deep is looked into lists and dictionaries for objects.
_DEPTH = 3
_TEXT_BUILTINS = ("builtins.str", "builtins.repr", "builtins.format", "builtins.ascii")


def formatted(state: State, index: int, source: int, *, always: bool = True) -> None:
    """The value of the operation ``source`` becomes text; not ``always``: only where a logger's level asks for it."""
    _run(state, index, source, _TEXT, certainty(state.type(source)) if always else "likely")


def handed_to_library(state: State, index: int, source: int) -> None:
    """A value is handed to code outside that does nothing but compute."""
    _run(state, index, source, (*_TEXT, *_COMPUTING), "likely")


def asked(state: State, index: int, source: int, *names: str) -> None:
    """Python runs special methods of a value: all of these that the project defines for it."""
    for found in state.type(source):
        _special(state, index, found, names)


def given_to(state: State, index: int, functions: Types, elements: Types) -> None:
    """Functions outside are called with each of these: ``map(str, books)``, ``json.dumps(data, default=str)``."""
    if any(isinstance(function, External) and _makes_text(function.name) for function in functions):
        for element in elements:
            _shown(state, index, element, "likely", _DEPTH, _TEXT)


def _makes_text(name: str) -> bool:
    known = known_call(name)
    return name in _TEXT_BUILTINS or (known is not None and known.is_pure and not is_kept_as_given(name))


def _run(state: State, index: int, source: int, names: tuple[str, ...], sure: Certainty) -> None:
    for found in state.type(source):
        if isinstance(found, QuerySet):
            consume.asked(state, index, source, found)
        else:
            _shown(state, index, found, sure, _DEPTH, names)


def _shown(state: State, index: int, found: Type, sure: Certainty, depth: int, names: tuple[str, ...]) -> None:
    _special(state, index, found, names)
    if isinstance(found, User):
        awaited.touch_user(state, index, found, "__str__", sure)
    elif isinstance(found, Form):
        state.engine.forms.shown(state, index, found, "__str__")
    elif isinstance(found, Container) and depth:
        for part in _held(found):
            if isinstance(part, QuerySet) and not part.evaluated:
                state.record(index, Effect("orm-consume", ("db",), "likely", part))
            elif not isinstance(part, Form):
                _shown(state, index, part, "likely", depth - 1, names)
    elif isinstance(found, Object) and found.cls == CAUGHT and depth:
        for part in found.holds:
            _shown(state, index, part, "likely", depth - 1, _TEXT)


def _held(container: Container) -> Types:
    named: Iterator[Types] = (types for _, types in container.named or ())
    return join(container.element, *container.items, container.key, *named)


def _special(state: State, index: int, found: Type, names: tuple[str, ...]) -> None:
    cls = found.model if isinstance(found, (Instance, User)) else found.cls if isinstance(found, Object) else None
    for name in names if cls else ():
        own_methods.every_special(state, index, cls or "", found, name)
