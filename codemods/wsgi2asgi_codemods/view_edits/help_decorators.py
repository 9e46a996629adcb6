"""Let decorators that take sync views only stand on an async one.

    @require_POST                         @awaited
    @login_required                  →    @require_POST
    async def page(request):              @checked_in_thread(login_required)
                                          async def page(request):

Options: ``module``, which has the functions (see ``define_async_decorators``); ``above``, the indexes of the decorators
to put ``awaited`` above; ``into``, the names of functions and for each the indexes of the decorators it is called with;
``own``, the project's top-level packages.
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.FunctionDef, edit: Edit, names: Names) -> cst.FunctionDef:
    module = edit.options["module"]
    names.own.update(edit.options["own"])
    decorators = list(updated.decorators)
    for function, indexes in edit.options["into"].items():
        for index in indexes:
            call = cst.Call(cst.Name(names.use(module, function)), [cst.Arg(decorators[index].decorator)])
            decorators[index] = decorators[index].with_changes(decorator=call)
    for index in sorted(edit.options["above"], reverse=True):
        decorators.insert(index, cst.Decorator(cst.Name(names.use(module, "awaited"))))
    return updated.with_changes(decorators=decorators)


KIND = Kind((cst.FunctionDef,), _make)
