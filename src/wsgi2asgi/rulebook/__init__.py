"""Reads ``rules/`` into a table and applies it. Nothing is registered by hand."""

from wsgi2asgi.rulebook.apply import run
from wsgi2asgi.rulebook.selectors import is_selected, require_known
from wsgi2asgi.rulebook.table import Entry, find, load

__all__ = ["Entry", "find", "is_selected", "load", "require_known", "run"]
