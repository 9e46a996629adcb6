"""Functions of tests whose bodies are lowered when they are asked for: most of them nobody ever asks about."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from functools import cached_property

from wsgi2asgi.analysis.facts.columns import Columns
from wsgi2asgi.analysis.facts.frame import Frame, Header
from wsgi2asgi.analysis.facts.values import FunctionFacts, Region
from wsgi2asgi.analysis.recursion import recursion_limit

#: What a body must not have to be put off: what it defines and imports is known of the file at once.
_KEYWORDS = ("lambda", "def", "class", "import", "yield")
_EAGER = re.compile(rf"\b(?:{'|'.join(_KEYWORDS)})\b")
#: A body without these words has no free names.
_REBINDING = frozenset({"global", "nonlocal"})
_WORD = re.compile(r"[^\W\d]\w*")
#: Leaves of ASCII what words are made of: to split at the rest is much faster than to search.
_BETWEEN_WORDS = "".join(chr(code) if re.match(r"\w", chr(code)) else " " for code in range(128))
#: Longer bodies may nest more deeply than there is room for where they are asked for.
_LONGEST = 8000
_DEPTH = 12_000


class DeferredFunction(FunctionFacts):
    """The facts of a function that are in its header; the others come from its text when they are read."""

    header_facts: Header
    text: str

    def __init__(self, header: Header, text: str) -> None:
        known = {name: getattr(header, name) for name in Header.__slots__}
        self.__dict__.update(known, header_facts=header, text=text, is_generator=False)

    @cached_property
    def mentions(self) -> frozenset[str]:
        """All words of its text: more than it reads, never less."""
        if self.text.isascii():
            return frozenset(self.text.translate(_BETWEEN_WORDS).split())
        return frozenset(_WORD.findall(self.text))

    def reads_any(self, words: frozenset[str]) -> bool:
        """Whether it may read one of the words."""
        return any(word in self.text for word in words) and super().reads_any(words)

    @cached_property
    def local(self) -> frozenset[str]:
        return self._lowered.local

    @cached_property
    def free(self) -> frozenset[str]:
        return self._lowered.free if self.reads_any(_REBINDING) else frozenset()

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        return self._lowered.regions

    @cached_property
    def packed(self) -> bytes:
        return self._lowered.packed

    @cached_property
    def packed_statements(self) -> bytes:
        return self._lowered.packed_statements

    @cached_property
    def _lowered(self) -> FunctionFacts:
        from wsgi2asgi.analysis.facts.statements import Statements

        indented = self.text[:1].isspace()
        above = "\n" * (self.span[0] - 1 - indented) + ("if 1:\n" if indented else "")
        with recursion_limit(_DEPTH), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node = ast.parse(above + self.text).body[0]
            function = node.body[0] if isinstance(node, ast.If) else node
            assert isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
            lowering = Statements(Columns(above + self.text), bodies=True)
            lowering.frame = Frame(self.header_facts, lowering.columns)
            lowering.run(function.body)
        return lowering.frame.freeze()

    def __getstate__(self) -> dict[str, object]:
        return {"header_facts": self.header_facts, "text": self.text}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__init__(header=state["header_facts"], text=state["text"])  # type: ignore[misc]


def deferred(
    header: Header, node: ast.FunctionDef | ast.AsyncFunctionDef, lines: Sequence[str]
) -> FunctionFacts | None:
    """The function with its body put off; None where it has to be looked at now."""
    text = "\n".join((*lines[node.lineno - 1 : node.end_lineno], "", ""))  # a last backslash goes on in an empty line
    if len(text) > _LONGEST or (node.lineno == 1 and text[:1].isspace()) or _is_eager(text, text.find("(")):
        return None
    return DeferredFunction(header, text)


def _is_eager(text: str, start: int) -> bool:
    found = any(text.find(word, start) >= 0 for word in _KEYWORDS)  # to look for words alone is much faster
    return found and _EAGER.search(text, start) is not None
