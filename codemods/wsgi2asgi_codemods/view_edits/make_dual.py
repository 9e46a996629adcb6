"""The wrapper in a decorator becomes two: an async one around async functions, itself around all others.

    @wraps(view)                                   if iscoroutinefunction(view):
    def wrapper(request):
        return view(request)                           @wraps(view)
                                                       async def wrapper(request):
                                              →            return await view(request)

                                                   else:

                                                       @wraps(view)
                                                       def wrapper(request):
                                                           return view(request)

Option ``decorated``: the variable that holds the decorated function.
https://docs.djangoproject.com/en/5.2/topics/async/#decorators
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names

_BLANK = cst.EmptyLine(indent=False)


def _make(original: cst.CSTNode, updated: cst.FunctionDef, edit: Edit, names: Names) -> cst.If:
    asks = cst.Name(names.use("asgiref.sync", "iscoroutinefunction"))
    test = cst.Call(asks, [cst.Arg(cst.Name(edit.options["decorated"]))])
    plain = cst.ensure_type(original, cst.FunctionDef).deep_clone().with_changes(leading_lines=[_BLANK])
    dual = updated.with_changes(asynchronous=cst.Asynchronous(cst.SimpleWhitespace(" ")), leading_lines=[_BLANK])
    other = cst.Else(cst.IndentedBlock([plain]), leading_lines=[_BLANK])
    return cst.If(test, cst.IndentedBlock([dual]), other, leading_lines=updated.leading_lines)


KIND = Kind((cst.FunctionDef,), _make)
