"""``StreamingHttpResponse(rows())`` becomes ``StreamingHttpResponse(in_thread(rows()))``.

Option ``name``: of the async generator, which a ``define_pull`` puts above the function.
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.Call, edit: Edit, names: Names) -> cst.Call:
    return cst.Call(cst.Name(edit.options["name"]), [cst.Arg(updated)])


KIND = Kind((cst.Call,), _make)
