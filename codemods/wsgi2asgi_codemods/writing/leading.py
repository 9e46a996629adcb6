"""The lines above a statement: which comments go with it when it goes."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement


def lead(statement: cst.BaseStatement) -> Sequence[cst.EmptyLine]:
    """Blank lines and comments above a statement."""
    lines: Sequence[cst.EmptyLine] = getattr(statement, "leading_lines", ())
    return lines


def with_lead(statement: cst.BaseStatement, lines: Sequence[cst.EmptyLine]) -> cst.BaseStatement:
    """The statement under other blank lines and comments."""
    return statement.with_changes(leading_lines=list(lines))


def parted(lines: Sequence[cst.EmptyLine]) -> tuple[list[cst.EmptyLine], list[cst.EmptyLine]]:
    """The blank lines at the top (one at least), and the comments with what follows them."""
    first = next((index for index, line in enumerate(lines) if line.comment is not None), len(lines))
    return list(lines[:first]) or [cst.EmptyLine(indent=False)], list(lines[first:])


def without_own_comment(lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    """What stays of the lines above a statement that is taken out: its own comment, the block that touches it, goes."""
    kept = list(lines)
    while kept and kept[-1].comment is not None:
        kept.pop()
    return kept


def hand_over(orphans: Sequence[cst.EmptyLine], lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    """Comments of a statement that went, above those of the next one, with no more blank lines than either had."""
    head = list(orphans)
    tail = list(lines)
    while head and head[-1].comment is None and tail and tail[0].comment is None:
        head.pop()
    return [*head, *tail]


def at_the_top(statement: cst.BaseStatement) -> cst.BaseStatement:
    """The statement as the first of its block: no blank lines above it."""
    lines = list(lead(statement))
    while lines and lines[0].comment is None:
        lines.pop(0)
    return with_lead(statement, lines)
