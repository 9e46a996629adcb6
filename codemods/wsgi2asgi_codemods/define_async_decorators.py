"""Define the functions by which decorators that take sync views only can stand on async ones.

``awaited`` is put above decorators that decide before the view runs by what is in memory; ``checked_in_thread`` around
one that queries for that, whose sync form it asks in every version of Django; ``applied_after`` around one that only
changes the response.
https://docs.djangoproject.com/en/5.2/topics/async/#decorators
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.view_edits.edit import Names
from wsgi2asgi_codemods.writing.adding_imports import add_imports

_TEXTS = {
    "applied_after": '''def applied_after(decorator):
    """Let a sync decorator change what the async view has answered."""

    def decorate(view):
        @{wraps}(view)
        async def wrapper(*args, **kwargs):
            response = await view(*args, **kwargs)
            return decorator(lambda *args, **kwargs: response)(*args, **kwargs)

        return wrapper

    return decorate
''',
    "awaited": '''def awaited(view):
    """Await the async view that the sync decorators below let through."""

    @{wraps}(view)
    async def wrapper(*args, **kwargs):
        response = view(*args, **kwargs)
        return await response if {isawaitable}(response) else response

    return wrapper
''',
    "checked_in_thread": '''def checked_in_thread(decorator):
    """Ask a sync decorator in a thread, then await the async view."""

    def decorate(view):
        @{wraps}(view)
        def let_through(*args, **kwargs):
            return view(*args, **kwargs)

        checked = decorator(let_through)

        @{wraps}(checked)
        async def wrapper(*args, **kwargs):
            response = await {sync_to_async}(checked)(*args, **kwargs)
            return await response if {isawaitable}(response) else response

        return wrapper

    return decorate
''',
}
_IMPORTS = {"wraps": "functools", "isawaitable": "inspect", "sync_to_async": "asgiref.sync"}


class DefineAsyncDecorators(CodemodCommand):
    """Parameter ``names``: which of the functions ``applied_after``, ``awaited`` and ``checked_in_thread`` go to the
    end of the module; one that is there stays as it is."""

    DESCRIPTION = "Define functions that let decorators for sync views stand on async ones."

    def __init__(self, context: CodemodContext, names: Sequence[str]) -> None:
        super().__init__(context)
        self._wanted = [name for name in _TEXTS if name in names]

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """The module with these functions, and imports to match."""
        there = {item.name.value for item in tree.body if isinstance(item, cst.FunctionDef)}
        names = Names(tree)
        made = [_function(_TEXTS[name], names) for name in self._wanted if name not in there]
        return add_imports(tree.with_changes(body=[*tree.body, *made]), names.needed)


def _function(text: str, names: Names) -> cst.FunctionDef:
    used = {name: names.use(module, name) for name, module in _IMPORTS.items() if f"{{{name}}}" in text}
    blank = cst.EmptyLine(indent=False)
    return cst.ensure_type(cst.parse_statement(text.format(**used)), cst.FunctionDef).with_changes(
        leading_lines=[blank, blank]
    )
