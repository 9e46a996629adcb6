"""Put an element into a list or tuple literal in the manner of its neighbours: one a line, or all on one."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.reading.settings import Sequenced

Space = cst.BaseParenthesizableWhitespace


def insert(literal: Sequenced, index: int, value: cst.BaseExpression) -> Sequenced:
    """The literal with ``value`` as its element number ``index``; nothing else moves."""
    if not literal.elements:
        comma = cst.Comma() if isinstance(literal, cst.Tuple) else cst.MaybeSentinel.DEFAULT
        return literal.with_changes(elements=[cst.Element(value, comma=comma)])
    if index == 0:
        return _prepend(literal, value)
    if index >= len(literal.elements):
        return _append(literal, value)
    return _between(literal, index, value)


def _prepend(literal: Sequenced, value: cst.BaseExpression) -> Sequenced:
    opening = _opening(literal)
    if isinstance(opening, cst.ParenthesizedWhitespace):
        new = cst.Element(
            value, comma=cst.Comma(whitespace_after=opening.with_changes(first_line=cst.TrailingWhitespace()))
        )
        literal = _with_opening(literal, opening.with_changes(empty_lines=[]))
    else:
        new = cst.Element(value, comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    return literal.with_changes(elements=[new, *literal.elements])


def _append(literal: Sequenced, value: cst.BaseExpression) -> Sequenced:
    *head, last = literal.elements
    closing = _closing(literal)
    trailing = isinstance(last.comma, cst.Comma)
    if isinstance(closing, cst.ParenthesizedWhitespace):
        between: Space = closing.with_changes(indent=True, last_line=_indentation(literal))
        literal = _with_closing(literal, closing.with_changes(first_line=cst.TrailingWhitespace(), empty_lines=[]))
    else:
        between = cst.SimpleWhitespace(" ")
    single = (
        isinstance(literal, cst.Tuple)
        and len(literal.elements) == 1
        and not isinstance(closing, cst.ParenthesizedWhitespace)
    )
    comma = cst.Comma() if trailing and not single else cst.MaybeSentinel.DEFAULT
    last = last.with_changes(comma=cst.Comma(whitespace_after=between))
    return literal.with_changes(elements=[*head, last, cst.Element(value, comma=comma)])


def _between(literal: Sequenced, index: int, value: cst.BaseExpression) -> Sequenced:
    elements = list(literal.elements)
    before = elements[index - 1]
    comma = before.comma
    assert isinstance(comma, cst.Comma)
    space = comma.whitespace_after
    if isinstance(space, cst.ParenthesizedWhitespace):
        elements[index - 1] = before.with_changes(
            comma=comma.with_changes(whitespace_after=space.with_changes(empty_lines=[]))
        )
        after: Space = space.with_changes(first_line=cst.TrailingWhitespace())
    else:
        after = space
    elements.insert(index, cst.Element(value, comma=cst.Comma(whitespace_after=after)))
    return literal.with_changes(elements=elements)


def _indentation(literal: Sequenced) -> cst.SimpleWhitespace:
    spaces = [
        _opening(literal),
        *(item.comma.whitespace_after for item in literal.elements if isinstance(item.comma, cst.Comma)),
    ]
    for space in spaces:
        if isinstance(space, cst.ParenthesizedWhitespace):
            return space.last_line
    return cst.SimpleWhitespace("    ")


def _opening(literal: Sequenced) -> Space:
    return literal.lbracket.whitespace_after if isinstance(literal, cst.List) else literal.lpar[0].whitespace_after


def _closing(literal: Sequenced) -> Space:
    return literal.rbracket.whitespace_before if isinstance(literal, cst.List) else literal.rpar[0].whitespace_before


def _with_opening(literal: Sequenced, space: Space) -> Sequenced:
    if isinstance(literal, cst.List):
        return literal.with_changes(lbracket=literal.lbracket.with_changes(whitespace_after=space))
    return literal.with_changes(lpar=[literal.lpar[0].with_changes(whitespace_after=space), *literal.lpar[1:]])


def _with_closing(literal: Sequenced, space: Space) -> Sequenced:
    if isinstance(literal, cst.List):
        return literal.with_changes(rbracket=literal.rbracket.with_changes(whitespace_before=space))
    return literal.with_changes(rpar=[literal.rpar[0].with_changes(whitespace_before=space), *literal.rpar[1:]])
