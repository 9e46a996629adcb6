"""Let ``__init__`` of an async middleware mark the instance as the coroutine function that it is.

    if iscoroutinefunction(self.get_response):
        markcoroutinefunction(self)

Option ``get_response``: what is called inside, where the class runs sync as well; without it the mark is unconditional.
https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names

_ASGIREF = "asgiref.sync"


def _make(original: cst.CSTNode, updated: cst.FunctionDef, edit: Edit, names: Names) -> cst.FunctionDef:
    suite = cst.ensure_type(updated.body, cst.IndentedBlock)
    inner = edit.options.get("get_response")
    asks = names.use(_ASGIREF, "iscoroutinefunction") if inner else ""
    mark = f"{names.use(_ASGIREF, 'markcoroutinefunction')}({updated.params.params[0].name.value})"
    line = cst.parse_statement(f"if {asks}({inner}):\n    {mark}\n" if inner else f"{mark}\n")
    if isinstance(line, cst.If):
        line = line.with_changes(body=cst.IndentedBlock([cst.parse_statement(f"{mark}\n")], indent=suite.indent))
    return updated.with_changes(body=suite.with_changes(body=[*suite.body, line]))


KIND = Kind((cst.FunctionDef,), _make)
