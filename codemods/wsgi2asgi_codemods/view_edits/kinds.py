"""The kinds of edit by name: each is the ``KIND`` of the module in this folder that is called so."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from wsgi2asgi_codemods.view_edits.edit import Kind


@cache
def kind_of(name: str) -> Kind:
    """The kind of edit of that name. Raises ModuleNotFoundError for one that is not there."""
    kind: Kind = import_module(f"{__package__}.{name}").KIND
    return kind
