"""A ``threading.local()`` of a module becomes asgiref's ``Local()``, which follows a request from thread to thread."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.view_edits.edit import Names
from wsgi2asgi_codemods.writing.adding_imports import add_imports
from wsgi2asgi_codemods.writing.leading import at_the_top
from wsgi2asgi_codemods.writing.pruning import prune


class UseRequestLocal(CodemodCommand):
    """``names``: the variables that are meant; without it all that a module assigns at its top level.

    https://docs.djangoproject.com/en/5.2/topics/async/#async-safety
    """

    DESCRIPTION = "Make thread-locals of a module follow the request."

    def __init__(self, context: CodemodContext, names: Sequence[str] | None = None) -> None:
        super().__init__(context)
        self._names = names

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """The module with the values exchanged, and imports to match."""
        names = Names(tree)
        makers = {"threading.local", *_imported(tree)}
        body = [self._line(line, makers, names) for line in tree.body]
        changed = prune(add_imports(tree.with_changes(body=body), names.needed), names.dropped)
        moved_up = [at_the_top(item) for item in changed.body[:1] if item is not tree.body[0]]
        return changed.with_changes(body=[*(moved_up or changed.body[:1]), *changed.body[1:]])

    def _line(self, line: cst.BaseStatement, makers: set[str], names: Names) -> cst.BaseStatement:
        match line:
            case cst.SimpleStatementLine(body=[cst.Assign(targets=[cst.AssignTarget(cst.Name(name))]) as small]):
                pass
            case cst.SimpleStatementLine(body=[cst.AnnAssign(target=cst.Name(name)) as small]):
                pass
            case _:
                return line
        value = small.value
        if not isinstance(value, cst.Call) or value.args or (self._names is not None and name not in self._names):
            return line
        maker = cst.Module([]).code_for_node(value.func)
        if maker not in makers:
            return line
        names.dropped.add(maker.partition(".")[0])
        made = value.with_changes(func=cst.Name(names.use("asgiref.local", "Local")))
        return line.with_changes(body=[small.with_changes(value=made)])


def _imported(tree: cst.Module) -> set[str]:
    """The names under which ``from threading import local`` binds it."""
    found: set[str] = set()
    for line in tree.body:
        match line:
            case cst.SimpleStatementLine(body=[cst.ImportFrom(module=cst.Name("threading"), names=[*aliases])]):
                own = (item for item in aliases if isinstance(item, cst.ImportAlias) and item.evaluated_name == "local")
                found.update(item.evaluated_alias or "local" for item in own)
    return found
