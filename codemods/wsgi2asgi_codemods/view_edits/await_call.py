"""``view(request)`` becomes ``await view(request)``."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.awaited import awaited
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.Call, edit: Edit, names: Names) -> cst.Await:
    return awaited(updated, updated)


KIND = Kind((cst.Call,), _make)
