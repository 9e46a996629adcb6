"""Give one entry point statements that the other has: environment files, the search path.

Two entry points that differ in what they load run with different configuration.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.reading.entry_point import apps_loaded_at
from wsgi2asgi_codemods.reading.names import Binding, Imports, bindings
from wsgi2asgi_codemods.reading.obvious import settings_default
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.adding_imports import Needed, add_imports
from wsgi2asgi_codemods.writing.before import insert_before
from wsgi2asgi_codemods.writing.leading import with_lead


class CarryOverStatements(CodemodCommand):
    """Puts statements above the one that names the settings, or above the one that loads the apps."""

    DESCRIPTION = "Give asgi.py the statements of wsgi.py that it lacks."

    def __init__(self, context: CodemodContext, statements: Sequence[str], imports: Sequence[str] = ()) -> None:
        """``statements`` and the ``imports`` they need, as code, in order."""
        super().__init__(context)
        self._statements = statements
        self._imports = imports

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Statements that are there already are not added again. Raises Refused where no application is made."""
        present = {_code(statement) for statement in tree.body}
        missing = [code for code in self._statements if _code(cst.parse_statement(code)) not in present]
        if not missing:
            return tree
        imports = Imports.of(tree)
        index = _settings_named_at(tree, imports)
        if index is None:
            index = apps_loaded_at(tree, imports)
        if index is None:
            raise Refused("no line makes the application, so there is no place for the statements")
        statements = [cst.parse_statement(code, config=tree.config_for_parsing) for code in missing]
        changed = insert_before(tree, index, statements)
        return add_imports(changed, _needed(self._imports, imports))


def _settings_named_at(tree: cst.Module, imports: Imports) -> int | None:
    for index, statement in enumerate(tree.body):
        smalls = statement.body if isinstance(statement, cst.SimpleStatementLine) else ()
        if any(settings_default(small, imports) is not None for small in smalls):
            return index
    return None


def _code(statement: cst.BaseStatement) -> str:
    bare = with_lead(statement, [])
    return " ".join(cst.Module([]).code_for_node(bare).split())


def _needed(lines: Sequence[str], present: Imports) -> dict[Needed, str]:
    needed: dict[Needed, str] = {}
    for line in lines:
        statement = cst.ensure_type(cst.parse_statement(line), cst.SimpleStatementLine).body[0]
        assert isinstance(statement, (cst.Import, cst.ImportFrom))
        for item in bindings(statement):
            if present.bound.get(item.local) != item.target:
                needed[_wish(statement, item)] = item.local
    return needed


def _wish(statement: cst.Import | cst.ImportFrom, item: Binding) -> Needed:
    if isinstance(statement, cst.ImportFrom):
        module, _, name = item.target.rpartition(".")
        return Needed(module, name)
    return Needed(cst.Module([]).code_for_node(item.alias.name))
