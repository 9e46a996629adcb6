"""The statements of a module's top level as plain values, for comparing two entry points."""

from __future__ import annotations

from typing import Literal, NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from wsgi2asgi_codemods.reading.entry_point import factory_calls
from wsgi2asgi_codemods.reading.names import Imports
from wsgi2asgi_codemods.reading.obvious import settings_default
from wsgi2asgi_codemods.reading.uses import bound_by, loads

Kind = Literal["docstring", "import", "settings", "application", "other"]


class Outlined(NamedTuple):
    """One statement: its code without comments above, on one line in ``key``; the names it reads and binds."""

    kind: Kind
    line: int
    code: str
    key: str
    loads: frozenset[str]
    binds: frozenset[str]


def outline(text: str) -> tuple[Outlined, ...]:
    """The statements in order. Raises libcst.ParserSyntaxError."""
    module = cst.parse_module(text)
    imports = Imports.of(module)
    places = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    found = []
    for statement in module.body:
        code = cst.Module([]).code_for_node(statement.with_changes(leading_lines=[])).strip()
        smalls = statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement]
        binds = frozenset(name for small in smalls for name in bound_by(small))
        kind = _kind(statement, imports)
        found.append(
            Outlined(kind, places[statement].start.line, code, " ".join(code.split()), loads(statement), binds)
        )
    return tuple(found)


def settings_named(text: str) -> str | None:
    """The settings module that an entry point sets as the default."""
    module = cst.parse_module(text)
    imports = Imports.of(module)
    for statement in module.body:
        for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            found = settings_default(small, imports)
            if found is not None:
                return found
    return None


def _kind(statement: cst.BaseStatement, imports: Imports) -> Kind:
    if isinstance(statement, cst.SimpleStatementLine):
        small = statement.body[0]
        if isinstance(small, (cst.Import, cst.ImportFrom)):
            return "import"
        if isinstance(small, cst.Expr) and isinstance(small.value, (cst.SimpleString, cst.ConcatenatedString)):
            return "docstring"
        if settings_default(small, imports) is not None:
            return "settings"
    return "application" if factory_calls(statement, imports) else "other"
