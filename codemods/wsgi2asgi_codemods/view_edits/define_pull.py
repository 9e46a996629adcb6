"""Put an async generator above a function, which fetches what a sync one yields in a thread, chunk by chunk.

Option ``name``: of the generator.
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names
from wsgi2asgi_codemods.writing.leading import lead

_BLANK = cst.EmptyLine(indent=False)


def _make(
    original: cst.CSTNode, updated: cst.FunctionDef, edit: Edit, names: Names
) -> cst.FlattenSentinel[cst.BaseStatement]:
    to_thread = names.use("asgiref.sync", "sync_to_async")
    text = f'''async def {edit.options["name"]}(chunks):
    """Fetch each chunk in a thread when it is asked for."""
    while (chunk := await {to_thread}(next)(chunks, None)) is not None:
        yield chunk
'''
    above = [line for line in lead(updated) if line.comment is None]
    comments = [line for line in lead(updated) if line.comment is not None]
    helper = cst.ensure_type(cst.parse_statement(text), cst.FunctionDef).with_changes(leading_lines=above)
    return cst.FlattenSentinel([helper, updated.with_changes(leading_lines=[_BLANK, _BLANK, *comments])])


KIND = Kind((cst.FunctionDef,), _make)
