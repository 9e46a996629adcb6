"""Put ``request.user = await request.auser()`` in front of a statement, so that what follows finds the user loaded.

Options: ``request``, the name of the request; ``name``, the async method (``auser``).
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names
from wsgi2asgi_codemods.writing.leading import lead, with_lead


def _make(original: cst.CSTNode, updated: cst.IndentedBlock, edit: Edit, names: Names) -> cst.IndentedBlock:
    at = edit.options["first"]
    request = edit.options["request"]
    line = cst.parse_statement(f"{request}.user = await {request}.{edit.options['name']}()\n")
    above = list(lead(updated.body[at]))
    blank = above if all(one.comment is None for one in above) else []
    body = list(updated.body)
    rest = above[len(blank) :]
    if isinstance(body[at], cst.FunctionDef) and not rest:
        rest = [cst.EmptyLine(indent=False)]
    body[at] = with_lead(body[at], rest)
    body.insert(at, with_lead(line, blank))
    return updated.with_changes(body=body)


KIND = Kind((cst.IndentedBlock,), _make)
