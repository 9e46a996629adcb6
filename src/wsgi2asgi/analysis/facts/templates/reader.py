"""Reads one template: its tags become operations and regions.

https://docs.djangoproject.com/en/5.2/ref/templates/builtins/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wsgi2asgi.analysis.facts.templates.expressions import condition, expression
from wsgi2asgi.analysis.facts.templates.frame import Piece
from wsgi2asgi.analysis.facts.templates.lexer import Token, tokens, words
from wsgi2asgi.analysis.facts.templates.values import TemplateFacts
from wsgi2asgi.analysis.facts.values import RegionKind, Span

_LONGEST = 80


def read_template(path: str, text: str) -> TemplateFacts:
    """The facts of a template. Nothing is raised: what cannot be read is an operation ``unknown``."""
    return _Reader(path, text).run()


class _Reader:
    def __init__(self, path: str, text: str) -> None:
        self._tokens = list(tokens(text))
        self._path = path
        lines = text.count("\n") + 1
        self._piece = Piece("", (1, 0, lines, 0))
        self._body = self._piece
        self._blocks: dict[str, Piece] = {}
        self._outer: list[Piece] = []
        self._open: list[tuple[str, int, Piece]] = []
        self._parent: str | None = ""
        self._libraries: list[str] = []
        self._shown = ""

    def run(self) -> TemplateFacts:
        for token in self._tokens:
            if token.kind == "variable":
                shown = _shortened(f"{{{{ {token.text} }}}}")
                value = expression(self._piece, token.text, token.span, shown)
                self._piece.emit("show", token.span, (value,), value=shown)
            else:
                self._shown = _shortened(f"{{% {token.text} %}}")
                self._tag(token)
        return TemplateFacts(
            self._path,
            self._parent,
            self._body.freeze(),
            {name: piece.freeze() for name, piece in self._blocks.items()},
            tuple(dict.fromkeys(self._libraries)),
        )

    def _tag(self, token: Token) -> None:
        name, *rest = words(token.text)
        handler = _TAGS.get(name)
        if handler is not None:
            handler(self, rest, token.span)
        elif not name.startswith("end") and name not in ("plural", "else", "empty"):
            self._custom(name, rest, token)

    def _expression(self, text: str, span: Span) -> int:
        return expression(self._piece, text, span, self._shown)

    # -- inheritance ----------------------------------------------------------------------------------------

    def _extends(self, rest: list[str], span: Span) -> None:
        self._parent = _constant(rest[0]) if rest else None
        if self._parent is None and rest:
            self._expression(rest[0], span)

    def _block(self, rest: list[str], span: Span) -> None:
        name = rest[0] if rest else ""
        self._piece.emit("block", span, name=name, value=self._shown)
        self._outer.append(self._piece)
        self._piece = self._blocks[name] = Piece(name, span)

    def _end_block(self, rest: list[str], span: Span) -> None:
        if self._outer:
            self._open = [item for item in self._open if item[2] is not self._piece]
            self._piece = self._outer.pop()

    def _include(self, rest: list[str], span: Span) -> None:
        if not rest:
            return
        template, options = self._expression(rest[0], span), rest[1:]
        keywords, values = self._assignments(options, span)
        name = (_constant(rest[0]) or "") + (" only" if "only" in options else "")
        self._piece.emit("include", span, (template, *values), name, self._shown, keywords)

    def _load(self, rest: list[str], span: Span) -> None:
        self._libraries += [rest[-1]] if "from" in rest else rest

    # -- branches and loops ---------------------------------------------------------------------------------

    def _enter(self, tag: str, kind: RegionKind, span: Span, op: int) -> None:
        self._open.append((tag, self._piece.open(kind, span, op), self._piece))

    def _leave(self, tag: str) -> bool:
        """Close the innermost region that a tag opened, if it did."""
        if not self._stands_in(tag):
            return False
        self._piece.region = self._open.pop()[1]
        return True

    def _stands_in(self, tag: str) -> bool:
        return bool(self._open) and self._open[-1][0] == tag and self._open[-1][2] is self._piece

    def _if(self, rest: list[str], span: Span) -> None:
        self._open.append(("if", -1, self._piece))
        self._enter("branch", "if", span, condition(self._piece, rest, span, self._shown))

    def _elif(self, rest: list[str], span: Span) -> None:
        if self._else_of("branch", span):
            self._enter("branch", "if", span, condition(self._piece, rest, span, self._shown))

    def _else(self, rest: list[str], span: Span) -> None:
        self._else_of("branch", span)

    def _else_of(self, tag: str, span: Span) -> bool:
        opener = self._piece.regions[self._piece.region].op
        if not self._leave(tag):
            return False
        self._enter(tag, "else", span, opener)
        return True

    def _end_if(self, rest: list[str], span: Span) -> None:
        while self._leave("branch"):
            pass
        if self._stands_in("if"):
            self._open.pop()

    def _if_changed(self, rest: list[str], span: Span) -> None:
        values = [self._expression(word, span) for word in rest]
        self._open.append(("if", -1, self._piece))
        self._enter("branch", "if", span, self._piece.emit("collection", span, tuple(values), "tuple"))

    def _for(self, rest: list[str], span: Span) -> None:
        if "in" not in rest:
            return
        at = len(rest) - 1 - rest[::-1].index("in")
        targets = " ".join(rest[:at]).replace(",", " ").split()
        sequence = [word for word in rest[at + 1 :] if word != "reversed"]
        source = self._expression(" ".join(sequence), span)
        element = self._piece.emit("iterate", span, (source,), value=self._shown)
        self._enter("for", "loop", span, element)
        self._store("forloop", span, self._piece.emit("collection", span, name="dict"))
        for position, target in enumerate(targets):
            several = len(targets) > 1
            value = self._piece.emit("unpack", span, (element,), str(position)) if several else element
            self._store(target, span, value)

    def _empty(self, rest: list[str], span: Span) -> None:
        if self._leave("for"):
            self._enter("for", "loop_else", span, -1)

    def _end_for(self, rest: list[str], span: Span) -> None:
        self._leave("for")

    # -- names ----------------------------------------------------------------------------------------------

    def _store(self, name: str, span: Span, value: int) -> None:
        self._piece.emit("store", span, (value,), name)

    def _assignments(self, parts: list[str], span: Span) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """``a=b c=d`` or ``b as a``."""
        found: list[tuple[str, int]] = []
        for position, part in enumerate(parts):
            name, equals, value = part.partition("=")
            if equals and name.isidentifier() and value:
                found.append((name, self._expression(value, span)))
            elif part == "as" and 0 < position < len(parts) - 1:
                found.append((parts[position + 1], self._expression(parts[position - 1], span)))
        return tuple(name for name, _ in found), tuple(value for _, value in found)

    def _with(self, rest: list[str], span: Span) -> None:
        for name, value in zip(*self._assignments(rest, span), strict=True):
            self._store(name, span, value)

    def _regroup(self, rest: list[str], span: Span) -> None:
        """``{% regroup rows by author.name as groups %}``"""
        if len(rest) != 5:
            return
        source = self._expression(rest[0], span)
        element = self._piece.emit("iterate", span, (source,), value=self._shown)
        before = self._piece.open("loop", span, element)
        self._store("_row", span, element)
        key = self._expression(f"_row.{rest[2]}", span)
        self._piece.region = before
        self._store(rest[4], span, self._piece.emit("tag", span, (element, key), "regroup", self._shown))

    def _cycle(self, rest: list[str], span: Span) -> None:
        values = tuple(self._expression(word, span) for word in _before_as(rest))
        for value in values:
            self._piece.emit("show", span, (value,), value=self._shown)
        self._bind(rest, span, self._piece.emit("const", span, value=""))

    def _bind(self, rest: list[str], span: Span, value: int) -> None:
        if "as" in rest and rest.index("as") + 1 < len(rest):
            self._store(rest[rest.index("as") + 1], span, value)

    # -- other tags -----------------------------------------------------------------------------------------

    def _custom(self, name: str, rest: list[str], token: Token) -> None:
        positional, keywords, named = [], [], []
        for word in _before_as(rest):
            key, equals, value = word.partition("=")
            if equals and key.isidentifier() and value:
                keywords.append(key)
                named.append(self._expression(value, token.span))
            elif word not in ("with", "only"):
                positional.append(self._expression(word, token.span))
        inputs = (*positional, *named)
        tag = self._piece.emit("tag", token.span, inputs, name, self._shown, tuple(keywords))
        self._bind(rest, token.span, tag)

    def _nothing(self, rest: list[str], span: Span) -> None:
        """Has no operation."""


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 6]}... {text[-2:]}"


def _before_as(rest: list[str]) -> list[str]:
    return rest[: rest.index("as")] if "as" in rest else rest


def _constant(word: str) -> str | None:
    quote = word[:1]
    return word[1:-1] if quote in ("'", '"') and word.find(quote, 1) == len(word) - 1 else None


_TAGS: Mapping[str, Callable[[_Reader, list[str], Span], None]] = {
    "extends": _Reader._extends,
    "block": _Reader._block,
    "endblock": _Reader._end_block,
    "include": _Reader._include,
    "load": _Reader._load,
    "if": _Reader._if,
    "elif": _Reader._elif,
    "else": _Reader._else,
    "endif": _Reader._end_if,
    "ifchanged": _Reader._if_changed,
    "endifchanged": _Reader._end_if,
    "for": _Reader._for,
    "empty": _Reader._empty,
    "endfor": _Reader._end_for,
    "with": _Reader._with,
    "blocktrans": _Reader._with,
    "blocktranslate": _Reader._with,
    "regroup": _Reader._regroup,
    "cycle": _Reader._cycle,
    "firstof": _Reader._cycle,
    **dict.fromkeys(
        ("csrf_token", "spaceless", "autoescape", "now", "templatetag", "debug", "lorem", "resetcycle", "localize",
         "localtime", "timezone", "language", "get_current_language", "get_available_languages", "get_language_info",
         "get_current_timezone"),
        _Reader._nothing,
    ),
}  # fmt: skip
