"""Lowers variables, constants, filters and conditions of templates.

https://github.com/django/django/blob/5.2/django/template/base.py (``FilterExpression``, ``Variable``)
"""

from __future__ import annotations

import re

from wsgi2asgi.analysis.facts.templates.frame import Piece
from wsgi2asgi.analysis.facts.values import Span

_CONSTANT = r"""_\("(?:[^"\\]|\\.)*"\)|_\('(?:[^'\\]|\\.)*'\)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_OPERAND = rf"(?:{_CONSTANT}|[-+.]?\d[\d.e]*|[\w.]+|[-+]?[.\d]+)"
_HEAD = re.compile(_OPERAND)
_FILTER = re.compile(rf"\s*\|\s*(\w+)(?::({_OPERAND}))?")
_NUMBER = re.compile(r"[-+]?\.?\d[\d.e]*$")
_WORDS: dict[str, bool | None] = {"True": True, "False": False, "None": None}
_COMPARES = ("==", "!=", "<", ">", "<=", ">=", "in", "not in", "is", "is not", "=")


def expression(piece: Piece, text: str, span: Span, shown: str) -> int:
    """A filter expression: ``book.author|default:"?"``; the operation of its value. Text that Django would refuse
    is an operation ``unknown``. ``shown`` is what a reader would see of the tag it stands in."""
    head = _HEAD.match(text)
    if head is None:
        return piece.emit("unknown", span, value=shown)
    value, at = _operand(piece, head.group(), span, shown), head.end()
    while at < len(text):
        found = _FILTER.match(text, at)
        if found is None:
            return piece.emit("unknown", span, (value,), value=shown)
        name, argument = found.groups()
        inputs = (value,) if argument is None else (value, _operand(piece, argument, span, shown))
        value = piece.emit("filter", span, inputs, name, shown)
        at = found.end()
    return value


def _operand(piece: Piece, text: str, span: Span, shown: str) -> int:
    if text.startswith("_("):
        return piece.emit("const", span, value=text[3:-2])
    if text[0] in "\"'":
        return piece.emit("const", span, value=text[1:-1])
    if _NUMBER.match(text):
        return piece.emit("const", span, value=_number(text))
    if text in _WORDS:
        return piece.emit("const", span, value=_WORDS[text])
    first, *rest = text.split(".")
    piece.mentions.add(first)
    value = piece.emit("call", span, (piece.emit("name", span, name=first),), value=shown)
    for part in rest:
        value = piece.emit("call", span, (piece.emit("attr", span, (value,), part, shown),), value=shown)
    return value


def _number(text: str) -> int | float | str:
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text


def condition(piece: Piece, parts: list[str], span: Span, shown: str) -> int:
    """``{% if a and not b in c %}``: the truth of every operand is asked, in order; the last operation."""
    last = -1
    for clause in _clauses(parts):
        last = _clause(piece, clause, span, shown)
    return last if last >= 0 else piece.emit("unknown", span, value=shown)


def _clauses(parts: list[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for part in parts:
        if part in ("and", "or"):
            found.append([])
        else:
            found[-1].append(part)
    return [clause for clause in found if clause]


def _clause(piece: Piece, clause: list[str], span: Span, shown: str) -> int:
    while clause and clause[0] == "not":
        clause = clause[1:]
    if not clause:
        return piece.emit("unknown", span, value=shown)
    left = expression(piece, clause[0], span, shown)
    operator = " ".join(clause[1:-1])
    if operator in _COMPARES:
        right = expression(piece, clause[-1], span, shown)
        return piece.emit("compare", span, (left, right), operator, shown)
    return piece.emit("truth", span, (left,), value=shown)
