"""Expressions too long for a lambda in their line go into a nested function with a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wsgi2asgi.planning.conversion.body import Body, Statement
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.naming import Naming, expression_wish

#: Longer lines are hard to read whatever the project's formatter admits; a short lambda finds a place in any.
_LINE, _LAMBDA = 110, 36
_AROUND = len("await sync_to_async(lambda: )()")


def name_long_ones(body: Body, edits: Iterable[Edit], naming: Naming) -> Iterator[Edit]:
    """The edits, those with a long lambda as a call of a nested function and the definition of that."""
    for edit in edits:
        statement = _statement(body, edit) if edit.kind == "evaluate_in_thread" else None
        if statement is None or not _is_long(body, edit):
            yield edit
            continue
        op = next(index for index, op in enumerate(body.ops) if op.span == edit.span)
        name = naming.take(expression_wish(body, op))
        yield Edit(edit.kind, edit.span, {**edit.options, "name": name})
        yield Edit("define_function", statement.span, {"name": name})


def _is_long(body: Body, edit: Edit) -> bool:
    line, column, end_line, end_column = edit.span
    is_long = len(body.lines[line - 1].rstrip()) + _AROUND > _LINE and end_column - column > _LAMBDA
    return line != end_line or is_long


def _statement(body: Body, edit: Edit) -> Statement | None:
    """The statement above which the function can stand."""
    around = [item for item in body.statements if item.span[:2] <= edit.span[:2] and edit.span[2:] <= item.span[2:]]
    statement = around[-1]
    while body.is_elif(statement):
        statement = body.statements[statement.parent]
    return statement if body.stands_alone(statement) else None
