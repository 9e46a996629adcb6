"""Strings that name a class or function of the project: ``BACKEND = "shop.backends.Local"`` and who imports it."""

from __future__ import annotations

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import UNKNOWN, Container, Plain, Types, join


def plain(definitions: Definitions, value: object, name: str = "str") -> Types:
    """A string, with its text where that names something of the project."""
    named = isinstance(value, str) and (value in definitions.classes or value in definitions.functions)
    return (Plain(name, str(value)),) if named else (Plain(name),)


def parts(receiver: Plain, method: str) -> Types | None:
    """``path.rsplit(".", 1)`` and ``path.rpartition(".")`` of such a string; None for other methods."""
    module, dot, last = receiver.text.rpartition(".")
    if method not in ("rsplit", "rpartition") or not dot:
        return None
    found = (module, last) if method == "rsplit" else (module, dot, last)
    return (Container("tuple", items=tuple((Plain("str", text),) for text in found)),)


def imported(state: State, index: int, name: str, given: Given) -> Types:
    """``import_string(path)`` and ``import_module(path)``; where the path is not known, what it gives is not either."""
    texts = [text for item in given.positional[:1] for text in texts_of(state, item)]
    return join(*(state.engine.dotted(text) for text in texts)) or UNKNOWN


def texts_of(state: State, item: int) -> tuple[str, ...]:
    """The names that a value may hold, as far as they are known."""
    return tuple(value.text for value in state.type(item) if isinstance(value, Plain) and value.text)
