"""Let a function that makes middleware say that it makes an async one for an async ``get_response``.

    def stamped(get_response):         →     @sync_and_async_middleware
                                             def stamped(get_response):

https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.FunctionDef, edit: Edit, names: Names) -> cst.FunctionDef:
    said = cst.Decorator(cst.Name(names.use("django.utils.decorators", "sync_and_async_middleware")))
    return updated.with_changes(decorators=[said, *updated.decorators])


KIND = Kind((cst.FunctionDef,), _make)
