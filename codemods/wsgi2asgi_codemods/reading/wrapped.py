"""The calls by which an entry point wraps its application, with their arguments as code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from wsgi2asgi_codemods.reading.entry_point import calls_of
from wsgi2asgi_codemods.reading.names import Imports

#: The names of positional arguments after the application: https://whitenoise.readthedocs.io/en/stable/base.html
_POSITIONAL = ("application", "root", "prefix")


class WrapperCall(NamedTuple):
    """One call: its line, its dotted name, its arguments by name."""

    line: int
    name: str
    keywords: Mapping[str, str]


def wrapper_calls(text: str, names: Sequence[str]) -> tuple[WrapperCall, ...]:
    """The calls of these dotted names in order, and of ``add_files`` on what they were assigned to."""
    module = cst.parse_module(text)
    imports = Imports.of(module)
    places = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    found = []
    for call in calls_of(module, imports, frozenset(names)):
        keywords = {
            arg.keyword.value if arg.keyword else _positional(index): module.code_for_node(arg.value)
            for index, arg in enumerate(call.args)
        }
        found.append(WrapperCall(places[call].start.line, imports.resolve(call.func) or "", keywords))
    return tuple(found)


def _positional(index: int) -> str:
    return _POSITIONAL[index] if index < len(_POSITIONAL) else f"argument {index + 1}"
