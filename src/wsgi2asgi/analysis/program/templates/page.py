"""A template with those it extends: which piece is rendered for which block."""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.analysis.facts.templates.values import TemplateFacts
from wsgi2asgi.analysis.facts.values import FunctionFacts
from wsgi2asgi.analysis.program.templates.libraries import Tags


@dataclass(frozen=True, eq=False)
class Page:
    """``chain`` is the template, the one it extends, and so on. ``is_whole``: the last of them extends none."""

    chain: tuple[TemplateFacts, ...]
    is_whole: bool
    tags: Tags

    def definition(self, block: str, depth: int = 0) -> tuple[int, FunctionFacts] | None:
        """The innermost definition of a block at or above ``depth`` of the chain, and where in the chain it is."""
        for at in range(depth, len(self.chain)):
            found = self.chain[at].blocks.get(block)
            if found is not None:
                return at, found
        return None

    @property
    def outermost(self) -> tuple[int, FunctionFacts]:
        """Where rendering begins: the body of the last template of the chain."""
        return len(self.chain) - 1, self.chain[-1].body
