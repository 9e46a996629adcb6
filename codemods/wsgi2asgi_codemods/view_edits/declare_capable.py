"""Let a middleware class say how it can run: ``async_capable = True`` at the top of its body.

Options: ``name`` of the attribute; ``value``, true or false.
https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names
from wsgi2asgi_codemods.writing.leading import lead, with_lead

_BLANK = cst.EmptyLine(indent=False)


def _make(original: cst.CSTNode, updated: cst.ClassDef, edit: Edit, names: Names) -> cst.ClassDef:
    suite = cst.ensure_type(updated.body, cst.IndentedBlock)
    body = [statement for statement in suite.body if isinstance(statement, cst.BaseStatement)]
    line = cst.parse_statement(f"{edit.options['name']} = {bool(edit.options['value'])}\n")
    text = cst.Module([]).code_for_node(line).strip()
    if any(cst.Module([]).code_for_node(item).strip() == text for item in body):
        return updated
    at = 1 if updated.get_docstring() is not None else 0
    if (
        at < len(body)
        and isinstance(body[at], cst.BaseCompoundStatement)
        and not any(above.comment is None for above in lead(body[at])[:1])
    ):
        body[at] = with_lead(body[at], [_BLANK, *lead(body[at])])
    body.insert(at, with_lead(line, [_BLANK] if at else []))
    return updated.with_changes(body=suite.with_changes(body=body))


KIND = Kind((cst.ClassDef,), _make)
