"""Make the application before anything is imported that needs Django's apps.

``get_asgi_application()`` loads them; importing consumers, routing or models above it ends in
``AppRegistryNotReady``. https://channels.readthedocs.io/en/stable/deploying.html#asgi-application
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.reading.entry_point import apps_loaded_at, factory_calls
from wsgi2asgi_codemods.reading.names import Binding, Imports, bindings, imported_module
from wsgi2asgi_codemods.reading.uses import loads
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.adding_imports import taken_names
from wsgi2asgi_codemods.writing.late_imports import late_imports
from wsgi2asgi_codemods.writing.leading import hand_over, lead, with_lead, without_own_comment


class LoadAppsFirst(CodemodCommand):
    """Moves imports below the call that loads the apps, and that call out of the expression it may stand in."""

    DESCRIPTION = "Make the application before importing what needs the apps."

    def __init__(self, context: CodemodContext, imports: Sequence[str]) -> None:
        """``imports``: dotted names as bound above the call, ``shop.routing.websocket_urlpatterns``."""
        super().__init__(context)
        self._wanted = frozenset(imports)

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Raises Refused where the names are used before the apps are loaded."""
        imports = Imports.of(tree)
        index = apps_loaded_at(tree, imports)
        if index is None:
            raise Refused("no line loads the apps")
        early = [statement for statement in tree.body[:index] if self._is_wanted(statement)]
        if not early:
            return tree
        kept = _without(tree.body[:index], early)
        made, rest = _hoisted(tree, imports, index)
        if not rest:
            raise Refused("nothing stands below the line that loads the apps")
        names = {item.local for statement in early for item in _bindings(statement)}
        if names & loads(made, *kept):
            raise Refused("what is imported above get_asgi_application() is used above it too")
        lines = [line for statement in early for line in _lines(statement)]
        return tree.with_changes(body=[*kept, made, *late_imports(tree, [lines], rest[0]), *rest[1:]])

    def _is_wanted(self, statement: cst.BaseStatement) -> bool:
        return any(item.target in self._wanted for item in _bindings(statement))


def _bindings(statement: cst.BaseStatement) -> list[Binding]:
    """What an import line binds; nothing where other code shares the line."""
    if not isinstance(statement, cst.SimpleStatementLine):
        return []
    imports = [small for small in statement.body if isinstance(small, (cst.Import, cst.ImportFrom))]
    return [item for small in imports for item in bindings(small)] if len(imports) == len(statement.body) else []


def _lines(statement: cst.BaseStatement) -> list[str]:
    """The imports of a statement, each as one line of code."""
    render = cst.Module([]).code_for_node
    lines = []
    for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
        if isinstance(small, (cst.Import, cst.ImportFrom)) and not isinstance(small.names, cst.ImportStar):
            names = ", ".join(render(alias.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for alias in small.names)
            head = f"from {imported_module(small)} " if isinstance(small, cst.ImportFrom) else ""
            lines.append(f"{head}import {names}")
    return lines


def _without(body: Sequence[cst.BaseStatement], early: Sequence[cst.BaseStatement]) -> list[cst.BaseStatement]:
    kept: list[cst.BaseStatement] = []
    orphans: list[cst.EmptyLine] = []
    for statement in body:
        if any(statement is item for item in early):
            orphans = hand_over(orphans, without_own_comment(lead(statement)))
            continue
        kept.append(with_lead(statement, hand_over(orphans, lead(statement))) if orphans else statement)
        orphans = []
    return kept


def _hoisted(tree: cst.Module, imports: Imports, index: int) -> tuple[cst.BaseStatement, Sequence[cst.BaseStatement]]:
    """The statement that loads the apps and nothing else, and what comes below it."""
    statement = tree.body[index]
    calls = factory_calls(statement, imports)
    if not calls or _is_alone(statement, calls[0]):
        return statement, tree.body[index + 1 :]
    name = next(
        name for name in ("django_asgi_app", "django_application", "http_application_") if name not in taken_names(tree)
    )
    assign = cst.Assign([cst.AssignTarget(cst.Name(name))], calls[0])
    changed: cst.BaseStatement = statement
    for call in calls:
        replaced: cst.CSTNode = changed.deep_replace(call, cst.Name(name))
        assert isinstance(replaced, cst.BaseStatement)
        changed = replaced
    above = [line for line in lead(statement) if line.comment is None]
    made = cst.SimpleStatementLine([assign], leading_lines=above or [cst.EmptyLine(indent=False)])
    return made, [changed, *tree.body[index + 1 :]]


def _is_alone(statement: cst.BaseStatement, call: cst.Call) -> bool:
    """``name = get_asgi_application()``."""
    small = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else None
    return isinstance(small, (cst.Assign, cst.AnnAssign)) and small.value is call
