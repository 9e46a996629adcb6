"""The sync ``__call__`` of a middleware gets an async twin, and hands on to it where the instance is marked.

def __call__(self, request):                       def __call__(self, request):
    return self.get_response(request)                  if iscoroutinefunction(self):
                                                           return self.__acall__(request)
                                               →       return self.get_response(request)

                                                   async def __acall__(self, request):
                                                       return await self.get_response(request)
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names
from wsgi2asgi_codemods.writing.leading import at_the_top

_BLANK = cst.EmptyLine(indent=False)
_NAME = "__acall__"


def _make(
    original: cst.CSTNode, updated: cst.FunctionDef, edit: Edit, names: Names
) -> cst.FlattenSentinel[cst.BaseStatement]:
    plain = cst.ensure_type(original, cst.FunctionDef).deep_clone()
    suite = cst.ensure_type(plain.body, cst.IndentedBlock)
    me, request = (parameter.name.value for parameter in plain.params.params)
    asks = names.use("asgiref.sync", "iscoroutinefunction")
    hands_on = cst.parse_statement(f"return {me}.{_NAME}({request})\n")
    guard = cst.If(cst.parse_expression(f"{asks}({me})"), cst.IndentedBlock([hands_on], indent=suite.indent))
    at = 1 if plain.get_docstring() is not None else 0
    sync = plain.with_changes(body=suite.with_changes(body=[*suite.body[:at], guard, *suite.body[at:]]))
    twin = updated.with_changes(
        name=cst.Name(_NAME),
        asynchronous=cst.Asynchronous(cst.SimpleWhitespace(" ")),
        leading_lines=[_BLANK],
        body=_without_docstring(updated),
    )
    return cst.FlattenSentinel([sync, twin])


def _without_docstring(function: cst.FunctionDef) -> cst.IndentedBlock:
    suite = cst.ensure_type(function.body, cst.IndentedBlock)
    if function.get_docstring() is None:
        return suite
    body = [statement for statement in suite.body[1:] if isinstance(statement, cst.BaseStatement)]
    return suite.with_changes(body=[at_the_top(body[0]), *body[1:]])


KIND = Kind((cst.FunctionDef,), _make)
