"""Put an element into a list, tuple or dictionary in the manner of its neighbours: one a line, or all on one."""

from __future__ import annotations

from typing import Any

import libcst as cst

Space = cst.BaseParenthesizableWhitespace
Literal = cst.List | cst.Tuple | cst.Dict
Item = cst.Element | cst.DictElement


def insert(literal: Literal, index: int, value: cst.BaseExpression | cst.DictElement) -> Literal:
    """The literal with ``value`` as its element number ``index``; nothing else moves."""
    item = value if isinstance(value, cst.DictElement) else cst.Element(value)
    if not literal.elements:
        comma = cst.Comma() if isinstance(literal, cst.Tuple) else cst.MaybeSentinel.DEFAULT
        return literal.with_changes(elements=[item.with_changes(comma=comma)])
    if index == 0:
        return _prepend(literal, item)
    if index >= len(literal.elements):
        return _append(literal, item)
    return _between(literal, index, item)


def _prepend(literal: Literal, item: Item) -> Literal:
    opening = opening_of(literal)
    if isinstance(opening, cst.ParenthesizedWhitespace):
        new = item.with_changes(
            comma=cst.Comma(whitespace_after=opening.with_changes(first_line=cst.TrailingWhitespace()))
        )
        literal = _with_opening(literal, opening.with_changes(empty_lines=[]))
    else:
        new = item.with_changes(comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" ")))
    return literal.with_changes(elements=[new, *literal.elements])


def _append(literal: Literal, item: Item) -> Literal:
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
    return literal.with_changes(elements=[*head, last, item.with_changes(comma=comma)])


def _between(literal: Literal, index: int, item: Item) -> Literal:
    elements: list[Any] = list(literal.elements)
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
    elements.insert(index, item.with_changes(comma=cst.Comma(whitespace_after=after)))
    return literal.with_changes(elements=elements)


def _indentation(literal: Literal) -> cst.SimpleWhitespace:
    spaces = [
        opening_of(literal),
        *(item.comma.whitespace_after for item in literal.elements if isinstance(item.comma, cst.Comma)),
    ]
    for space in spaces:
        if isinstance(space, cst.ParenthesizedWhitespace):
            return space.last_line
    return cst.SimpleWhitespace("    ")


def opening_of(literal: Literal | cst.Set) -> Space:
    """What stands behind the bracket that opens it."""
    if isinstance(literal, cst.List):
        return literal.lbracket.whitespace_after
    return literal.lpar[0].whitespace_after if isinstance(literal, cst.Tuple) else literal.lbrace.whitespace_after


def _closing(literal: Literal) -> Space:
    if isinstance(literal, cst.List):
        return literal.rbracket.whitespace_before
    return literal.rpar[0].whitespace_before if isinstance(literal, cst.Tuple) else literal.rbrace.whitespace_before


def _with_opening(literal: Literal, space: Space) -> Literal:
    if isinstance(literal, cst.List):
        return literal.with_changes(lbracket=literal.lbracket.with_changes(whitespace_after=space))
    if isinstance(literal, cst.Tuple):
        return literal.with_changes(lpar=[literal.lpar[0].with_changes(whitespace_after=space), *literal.lpar[1:]])
    return literal.with_changes(lbrace=literal.lbrace.with_changes(whitespace_after=space))


def _with_closing(literal: Literal, space: Space) -> Literal:
    if isinstance(literal, cst.List):
        return literal.with_changes(rbracket=literal.rbracket.with_changes(whitespace_before=space))
    if isinstance(literal, cst.Tuple):
        return literal.with_changes(rpar=[literal.rpar[0].with_changes(whitespace_before=space), *literal.rpar[1:]])
    return literal.with_changes(rbrace=literal.rbrace.with_changes(whitespace_before=space))
