"""Values that become text, or are handed to code outside that may ask them for more: their special methods run."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import consume, special_methods
from wsgi2asgi.analysis.program.flow.state import State, certainty
from wsgi2asgi.analysis.program.types import External, QuerySet, Types
from wsgi2asgi.knowledge.known_calls import is_kept_as_given, known_call
from wsgi2asgi.model.findings import Certainty

#: What else code that computes may run of what it is given.
#: https://docs.python.org/3/reference/datamodel.html#special-method-names
_COMPUTING = (
    "__bytes__", "__bool__", "__len__", "__iter__", "__contains__", "__getitem__", "__hash__", "__eq__", "__lt__",
    "__gt__", "__le__", "__ge__", "__int__", "__float__", "__index__", "__fspath__", "__call__",
)  # fmt: skip
_TEXT_BUILTINS = ("builtins.str", "builtins.repr", "builtins.format", "builtins.ascii")


def formatted(state: State, index: int, source: int, *, always: bool = True) -> None:
    """The value of the operation ``source`` becomes text; not ``always``: only where a logger's level asks for it."""
    _run(state, index, source, special_methods.TEXT, certainty(state.type(source)) if always else "likely")


def handed_to_library(state: State, index: int, source: int) -> None:
    """A value is handed to code outside that does nothing but compute."""
    _run(state, index, source, (*special_methods.TEXT, *_COMPUTING, *special_methods.COPYING), "likely")


def given_to(state: State, index: int, functions: Types, elements: Types) -> None:
    """Functions outside are called with each of these: ``map(str, books)``, ``json.dumps(data, default=str)``."""
    if any(isinstance(function, External) and _makes_text(function.name) for function in functions):
        for element in elements:
            special_methods.of_each(state, index, element, special_methods.TEXT)


def _makes_text(name: str) -> bool:
    known = known_call(name)
    return name in _TEXT_BUILTINS or (known is not None and known.is_pure and not is_kept_as_given(name))


def _run(state: State, index: int, source: int, names: tuple[str, ...], sure: Certainty) -> None:
    for found in state.type(source):
        if isinstance(found, QuerySet):
            consume.asked(state, index, source, found)
        else:
            special_methods.of_each(state, index, found, names, sure)
