"""Shell text taken apart into words and operators, each with its place.

Only as much of the grammar as start commands use: words, quotes, expansions (kept as written), comments,
continuation lines, redirections and control operators.
https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_03
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from wsgi2asgi.documents.refusal import Refused

_BLANK = re.compile(r"(?:[ \t\r]|\\\r?\n)+")
_COMMENT = re.compile(r"#[^\n]*")
_REDIRECTION = re.compile(r"\d*(?:>>|>\||>&|<&|<>|>|<(?!<))|&>>?")
_OPERATOR = re.compile(r"&&|\|\||;;|[;|&()\n]")
_WORD_ENDS = frozenset(" \t\r\n;|&()<>")


class Token(NamedTuple):
    """A word or an operator at ``source[start:end]``.

    ``text`` is the word without its quotes, expansions as written. ``quote`` is the quote around the word, or
    around what follows its unquoted head (``--bind="$HOST:80"``); "" for none; None where quoting is mixed.
    """

    kind: Literal["word", "operator", "redirection"]
    text: str
    quote: str | None
    start: int
    end: int


class _Piece(NamedTuple):
    quote: str
    text: str


def tokens(source: str) -> tuple[Token, ...]:
    """All words and operators in order. Raises Refused where a quote or an expansion does not end."""
    found: list[Token] = []
    position = 0
    while position < len(source):
        if blank := _BLANK.match(source, position):
            position = blank.end()
        elif comment := _COMMENT.match(source, position):
            position = comment.end()
        elif redirection := _REDIRECTION.match(source, position):
            found.append(Token("redirection", redirection.group(), "", position, redirection.end()))
            position = redirection.end()
        elif operator := _OPERATOR.match(source, position):
            found.append(Token("operator", operator.group(), "", position, operator.end()))
            position = operator.end()
        else:
            word = _word(source, position)
            found.append(word)
            position = word.end
    return tuple(found)


def commands(source: str, *, lines: bool = True) -> tuple[tuple[Token, ...], ...]:
    """The words of each simple command, without its redirections; ``lines``: whether a line break ends a command."""
    found: list[list[Token]] = [[]]
    skip_target = False
    for token in tokens(source):
        if token.kind == "operator" and (lines or token.text != "\n"):
            found.append([])
        elif token.kind == "word" and not skip_target:
            found[-1].append(token)
        skip_target = token.kind == "redirection"
    return tuple(tuple(words) for words in found if words)


def _word(source: str, start: int) -> Token:
    pieces: list[_Piece] = []
    position = start
    while position < len(source) and source[position] not in _WORD_ENDS:
        piece, position = _piece(source, position)
        if pieces and pieces[-1].quote == piece.quote == "":
            piece = _Piece("", pieces.pop().text + piece.text)
        pieces.append(piece)
    if position == start:  # a lone "<" of a here-document
        return Token("operator", source[start], "", start, start + 1)
    return Token("word", "".join(piece.text for piece in pieces), _quote_of(pieces), start, position)


def _quote_of(pieces: list[_Piece]) -> str | None:
    if pieces[-1].quote == "\\":
        return None
    if len(pieces) == 1:
        return pieces[0].quote
    if len(pieces) == 2 and pieces[0].quote == "" and "$" not in pieces[0].text:
        return pieces[1].quote
    return None


def _piece(source: str, start: int) -> tuple[_Piece, int]:
    """One quoted stretch, one expansion, or one plain character."""
    character = source[start]
    if character == "'":
        end = _closing(source, start, "'")
        return _Piece("'", source[start + 1 : end]), end + 1
    if character == '"':
        end = _end_of_double(source, start + 1)
        return _Piece('"', source[start + 1 : end]), end + 1
    if character == "\\":
        return _Piece("\\", source[start + 1 : start + 2]), min(start + 2, len(source))
    if character in "$`":
        end = end_of_expansion(source, start)
        return _Piece("", source[start:end]), end
    return _Piece("", character), start + 1


def _closing(source: str, start: int, quote: str) -> int:
    end = source.find(quote, start + 1)
    if end < 0:
        raise Refused(f"a quote ({quote}) that does not end")
    return end


def _end_of_double(source: str, position: int) -> int:
    while position < len(source) and source[position] != '"':
        if source[position] == "\\":
            position += 2
        elif source[position] in "$`":
            position = end_of_expansion(source, position)
        else:
            position += 1
    if position >= len(source):
        raise Refused('a quote (") that does not end')
    return position


def end_of_expansion(source: str, start: int) -> int:
    """Where the expansion that begins at ``start`` (with ``$`` or a backquote) ends. Raises Refused if it does not."""
    if source[start] == "`":
        return _closing(source, start, "`") + 1
    opening = source[start + 1 : start + 2]
    if opening not in ("{", "("):
        return start + 1
    closing = {"{": "}", "(": ")"}[opening]
    depth, position = 0, start + 1
    while position < len(source):
        character = source[position]
        if character == "\\":
            position += 1
        elif character == "'" and opening == "(":
            position = _closing(source, position, "'")
        elif character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    raise Refused("an expansion ($) that does not end")
