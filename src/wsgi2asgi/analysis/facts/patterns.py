"""Patterns of ``match`` statements: what they evaluate and what they bind."""

from __future__ import annotations

import ast

from wsgi2asgi.analysis.facts.expressions import Expressions


class Patterns(Expressions):
    """Lowers a pattern that is tried on a subject."""

    def pattern(self, node: ast.pattern, subject: int) -> None:
        """Evaluate the values of the pattern and bind its names."""
        if isinstance(node, ast.MatchValue):
            self.frame.emit("compare", node, (subject, self.lower(node.value)), "==")
        elif isinstance(node, ast.MatchClass):
            self.lower(node.cls)
            self._parts(node.patterns, subject)
            for name, part in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
                self.pattern(part, self.frame.emit("attr", part, (subject,), name))
        elif isinstance(node, ast.MatchMapping):
            self.lower_all(node.keys)
            self._parts(node.patterns, subject)
            self._capture(node, node.rest, subject)
        elif isinstance(node, (ast.MatchSequence, ast.MatchOr)):
            parts = node.patterns
            if isinstance(node, ast.MatchOr):
                for part in parts:
                    self.pattern(part, subject)
            else:
                self._parts(parts, subject)
        elif isinstance(node, ast.MatchAs):
            if node.pattern is not None:
                self.pattern(node.pattern, subject)
            self._capture(node, node.name, subject)
        elif isinstance(node, ast.MatchStar):
            self._capture(node, node.name, subject)

    def _parts(self, nodes: list[ast.pattern], subject: int) -> None:
        for index, part in enumerate(nodes):
            self.pattern(part, self.frame.emit("unpack", part, (subject,), str(index)))

    def _capture(self, node: ast.AST, name: str | None, value: int) -> None:
        if name is not None:
            self.frame.local.add(name)
            self.frame.emit("store", node, (value,), name)
