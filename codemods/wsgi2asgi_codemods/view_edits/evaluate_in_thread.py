"""``book.author.name`` becomes ``await sync_to_async(lambda: book.author.name)()``.

Option ``name``: instead of a lambda a nested function of this name, which a ``define_function`` puts above the
statement.
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.awaited import SPACE, awaited, in_thread
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names
from wsgi2asgi_codemods.writing.shifting import at_the_left, on_lines_of_its_own


def _make(original: cst.CSTNode, updated: cst.BaseExpression, edit: Edit, names: Names) -> cst.Await:
    body = updated.with_changes(lpar=[], rpar=[])
    if isinstance(updated, (cst.Tuple, cst.GeneratorExp)):
        body = _in_parentheses(body)
    function: cst.BaseExpression
    instead_of = updated
    if name := edit.options.get("name"):
        if _opens_on_a_line(updated):
            names.moved[name] = at_the_left(updated)
            instead_of = _in_parentheses(body)
        else:
            names.moved[name] = on_lines_of_its_own(body) if _spans_lines(body) else at_the_left(body)
        if "\n" in cst.Module([]).code_for_node(updated):
            instead_of = updated.with_changes(lpar=[], rpar=[])  # the parentheses were there for the lines
        function = cst.Name(name)
    else:
        function = cst.Lambda(
            cst.Parameters(),
            body,
            whitespace_after_lambda=cst.MaybeSentinel.DEFAULT,
            colon=cst.Colon(whitespace_after=SPACE),
        )
    return awaited(cst.Call(in_thread(names.use("asgiref.sync", "sync_to_async"), function)), instead_of)


def _in_parentheses(expression: cst.BaseExpression) -> cst.BaseExpression:
    return expression.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _opens_on_a_line(expression: cst.BaseExpression) -> bool:
    """Whether it stands in parentheses of its own, the first of which ends its line."""
    return len(expression.lpar) == 1 and isinstance(expression.lpar[0].whitespace_after, cst.ParenthesizedWhitespace)


def _spans_lines(expression: cst.BaseExpression) -> bool:
    """Whether a line ends in it outside of brackets of its own, and without a backslash."""
    try:
        return len(cst.parse_module(cst.Module([]).code_for_node(expression)).body) > 1
    except cst.ParserSyntaxError:
        return True


KIND = Kind((cst.BaseExpression,), _make)
