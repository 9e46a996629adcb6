"""Try a codemod on a text without touching a file: planning asks whether it would change anything, and what."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from wsgi2asgi_codemods.reading.notes import Note
from wsgi2asgi_codemods.refusal import Refused

if TYPE_CHECKING:  # loading LibCST takes half a second: only for those who rehearse
    from libcst.codemod import CodemodCommand


class Rehearsal(NamedTuple):
    """The text as the codemod leaves it, and what it noted on the way."""

    code: str
    notes: tuple[Note, ...]


def rehearse(text: str, codemod: str, parameters: Mapping[str, Any]) -> Rehearsal:
    """Run ``wsgi2asgi_codemods.<codemod>`` on ``text``.

    Raises Refused where the codemod does, and where LibCST cannot parse the text.
    """
    import libcst as cst
    from libcst.codemod import CodemodContext

    try:
        tree = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise Refused(f"LibCST cannot parse it: line {error.raw_line}") from None
    command = command_of(codemod)(CodemodContext(), **parameters)
    code = command.transform_module(tree).code
    return Rehearsal(code, tuple(getattr(command, "notes", ())))


def command_of(name: str) -> type[CodemodCommand]:
    """The one public codemod class of ``wsgi2asgi_codemods/<name>.py``. Raises LookupError."""
    from libcst.codemod import CodemodCommand

    module = importlib.import_module(f"wsgi2asgi_codemods.{name}")
    for _, value in inspect.getmembers(module, inspect.isclass):
        if issubclass(value, CodemodCommand) and value.__module__ == module.__name__:
            return value
    raise LookupError(f"wsgi2asgi_codemods.{name} holds no codemod")
