"""Spans of the facts as places."""

from __future__ import annotations

from wsgi2asgi.analysis.facts.values import Span
from wsgi2asgi.model.places import Place


def place_of(path: str, span: Span) -> Place:
    """A span of the facts (columns from 0) as a Place (columns from 1)."""
    line, column, end_line, end_column = span
    return Place(path, line, column + 1, end_line, end_column + 1)
