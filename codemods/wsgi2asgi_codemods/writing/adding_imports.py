"""Add imports where a careful hand would: merged into one there is, else sorted into its group.

Groups are those of isort and ruff, in their order or in that of the project.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import libcst as cst

from wsgi2asgi_codemods.reading.names import imported_module
from wsgi2asgi_codemods.writing.import_order import USUAL, ImportOrder, Section


class Needed(NamedTuple):
    """``import module``, or with a name ``from module import name``."""

    module: str
    name: str = ""


def taken_names(module: cst.Module) -> frozenset[str]:
    """Every identifier that stands anywhere in a module, however it is bound."""
    collector = _Names()
    module.visit(collector)
    return frozenset(collector.names)


class _Names(cst.CSTVisitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Attribute(self, node: cst.Attribute) -> bool:
        node.value.visit(self)
        return False

    def visit_Name(self, node: cst.Name) -> None:
        self.names.add(node.value)


def free_alias(wish: Needed, taken: frozenset[str]) -> str:
    """A name for it that is not taken: ``asgiref_sync_to_async``, ``asyncio_module``."""
    top = wish.module.partition(".")[0]
    alias = f"{top}_{wish.name}" if wish.name else f"{top}_module"
    while alias in taken:
        alias += "_"
    return alias


def add_imports(
    module: cst.Module, needed: Mapping[Needed, str], own: Collection[str] = (), sections: Sequence[Section] = ()
) -> cst.Module:
    """The module with these imports (value: the local name) at its top; nothing else changes. ``own``: the project's
    top-level packages; ``sections``: the order of the groups, where it is not the usual one."""
    order = ImportOrder(frozenset(own), tuple(sections) or USUAL)
    for wish, local in sorted(needed.items()):
        body: list[cst.BaseStatement] = list(module.body)
        if not _merge(body, wish, local):
            _insert(body, wish, local, order)
        module = module.with_changes(body=body)
    return module


def _merge(body: list[cst.BaseStatement], wish: Needed, local: str) -> bool:
    """Put the name into a ``from module import ...`` of the top level, in order if its names are in order."""
    for index, statement in enumerate(body):
        found = _only_import(statement)
        if not isinstance(found, cst.ImportFrom) or isinstance(found.names, cst.ImportStar) or not wish.name:
            continue
        if imported_module(found) == wish.module and isinstance(statement, cst.SimpleStatementLine):
            merged = found.with_changes(names=_with_name(list(found.names), _alias(wish.name, local)))
            body[index] = statement.with_changes(body=[merged])
            return True
    return False


def _with_name(names: list[cst.ImportAlias], added: cst.ImportAlias) -> list[cst.ImportAlias]:
    keys = [_key(alias) for alias in names]
    at = (
        next((i for i, key in enumerate(keys) if key > _key(added)), len(names)) if keys == sorted(keys) else len(names)
    )
    separator = _separator(names)
    if at < len(names):
        return [*names[:at], added.with_changes(comma=separator), *names[at:]]
    last = names[-1]
    return [*names[:-1], last.with_changes(comma=separator), added.with_changes(comma=last.comma)]


def _separator(names: Sequence[cst.ImportAlias]) -> cst.Comma:
    """What stands between names of this import; where there is one on a line of its own, a new line."""
    commas = [alias.comma for alias in names if isinstance(alias.comma, cst.Comma)]
    if len(names) > 1 and commas:
        return commas[0]
    if commas and isinstance(commas[0].whitespace_after, cst.ParenthesizedWhitespace):
        indent = cst.SimpleWhitespace("    ")
        return commas[0].with_changes(whitespace_after=commas[0].whitespace_after.with_changes(last_line=indent))
    return cst.Comma(cst.SimpleWhitespace(""), cst.SimpleWhitespace(" "))


def _key(alias: cst.ImportAlias) -> str:
    name = alias.name
    return name.value.lower() if isinstance(name, cst.Name) else ""


def _alias(name: str, local: str) -> cst.ImportAlias:
    asname = cst.AsName(cst.Name(local)) if local != name else None
    return cst.ImportAlias(_dotted(name), asname=asname)


def _dotted(name: str) -> cst.Name | cst.Attribute:
    found = cst.parse_expression(name)
    assert isinstance(found, (cst.Name, cst.Attribute))
    return found


def _statement(wish: Needed, local: str, lead: Sequence[cst.EmptyLine]) -> cst.SimpleStatementLine:
    small: cst.BaseSmallStatement
    if wish.name:
        small = cst.ImportFrom(_dotted(wish.module), [_alias(wish.name, local)])
    else:
        small = cst.Import([_alias(wish.module, local)])
    return cst.SimpleStatementLine([small], leading_lines=list(lead))


def _insert(body: list[cst.BaseStatement], wish: Needed, local: str, sections: ImportOrder) -> None:
    """Put a new import into its group: before the first line that sorts behind it, else at the group's end."""
    rank, key = sections.rank(wish.module), _order(wish)
    block = _import_block(body)
    ranked = [(sections.rank(_module_of(body[index]).module), _order_of(body[index]), index) for index in block]
    behind = next((index for other, order, index in ranked if (other, order) > (rank, key) and other == rank), None)
    if behind is not None:
        _insert_before(body, behind, wish, local)
        return
    before = [index for other, _, index in ranked if other <= rank]
    same = [index for other, _, index in ranked if other == rank]
    blank = [] if same else [cst.EmptyLine(indent=False)]
    if before:
        body.insert(before[-1] + 1, _statement(wish, local, blank))
        _separate(body, before[-1] + 2, bool(same))
    elif block:
        lead = getattr(body[block[0]], "leading_lines", ())
        body.insert(block[0], _statement(wish, local, lead))
        body[block[0] + 1] = body[block[0] + 1].with_changes(leading_lines=[cst.EmptyLine(indent=False)])
    else:
        at = 1 if body and _is_docstring(body[0]) else 0
        body.insert(at, _statement(wish, local, [cst.EmptyLine(indent=False)] if at else []))
        _separate(body, at + 1, False)


def _separate(body: list[cst.BaseStatement], index: int, joined: bool) -> None:
    """A new group is followed by a blank line."""
    if joined or index >= len(body):
        return
    lines = list(getattr(body[index], "leading_lines", ()))
    if not lines or lines[0].comment is not None:
        count = 2 if isinstance(body[index], (cst.FunctionDef, cst.ClassDef)) else 1
        blank = [cst.EmptyLine(indent=False)] * count
        body[index] = body[index].with_changes(leading_lines=[*blank, *lines])


def _insert_before(body: list[cst.BaseStatement], index: int, wish: Needed, local: str) -> None:
    """The blank lines above the group stay above it; a comment stays with its own import."""
    lines = list(getattr(body[index], "leading_lines", ()))
    blank = [line for line in lines if line.comment is None]
    comments = [line for line in lines if line.comment is not None]
    body[index] = body[index].with_changes(leading_lines=comments)
    body.insert(index, _statement(wish, local, blank))


def _import_block(body: Sequence[cst.BaseStatement]) -> list[int]:
    """The indexes of the imports at the top: those before the first other statement (docstrings do not count)."""
    found: list[int] = []
    for index, statement in enumerate(body):
        if _only_import(statement) is not None:
            found.append(index)
        elif found or not _is_docstring(statement):
            if found:
                break
            if not isinstance(statement, cst.SimpleStatementLine):
                break
    return found


def _only_import(statement: cst.BaseStatement) -> cst.Import | cst.ImportFrom | None:
    if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
        small = statement.body[0]
        return small if isinstance(small, (cst.Import, cst.ImportFrom)) else None
    return None


def _is_docstring(statement: cst.BaseStatement) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine) or not isinstance(statement.body[0], cst.Expr):
        return False
    return isinstance(statement.body[0].value, (cst.SimpleString, cst.ConcatenatedString))


def _module_of(statement: cst.BaseStatement) -> Needed:
    found = _only_import(statement)
    if isinstance(found, cst.ImportFrom):
        return Needed(imported_module(found), "*")
    assert isinstance(found, cst.Import)
    return Needed(cst.Module([]).code_for_node(found.names[0].name))


def _order_of(statement: cst.BaseStatement) -> tuple[bool, str]:
    return _order(_module_of(statement))


def _order(wish: Needed) -> tuple[bool, str]:
    """isort's order inside a group: plain imports first, then by module."""
    return bool(wish.name), wish.module.lower()
