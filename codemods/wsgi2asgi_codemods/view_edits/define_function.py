"""Put a nested function that evaluates a moved expression above the statement that the expression stood in.

    return JsonResponse({"books": count, ...})       def get_data():
                                                  →      return {"books": count, ...}

                                                     return JsonResponse(await sync_to_async(get_data)())

Option ``name``: of the function, as an ``evaluate_in_thread`` inside the statement gives it.
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names
from wsgi2asgi_codemods.writing.leading import lead, parted, with_lead


def _make(original: cst.CSTNode, updated: cst.IndentedBlock, edit: Edit, names: Names) -> cst.IndentedBlock:
    at = edit.options["first"]
    name = edit.options["name"]
    body = list(updated.body)
    blank, comments = parted(lead(body[at]))
    result = cst.SimpleStatementLine(
        [cst.Return(names.moved.pop(name), whitespace_after_return=cst.SimpleWhitespace(" "))]
    )
    function = cst.FunctionDef(
        cst.Name(name),
        cst.Parameters(),
        cst.IndentedBlock([result], indent=updated.indent),
        leading_lines=blank if at else [],
    )
    body[at] = with_lead(body[at], [cst.EmptyLine(indent=False), *comments])
    body.insert(at, function)
    return updated.with_changes(body=body)


KIND = Kind((cst.IndentedBlock,), _make)
