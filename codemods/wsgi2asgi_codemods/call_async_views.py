"""Sync code that calls a view directly, as tests do, goes on to get a response when the view is async.

    request.user = user                    request.user = user
    response = view(request)            →  request.auser = AsyncMock(return_value=request.user)
                                           response = async_to_sync(view)(request)

https://docs.djangoproject.com/en/5.2/topics/async/#async-to-sync
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.view_edits.edit import Names
from wsgi2asgi_codemods.writing.adding_imports import add_imports
from wsgi2asgi_codemods.writing.fitting import fit
from wsgi2asgi_codemods.writing.import_order import Section


class CallAsyncViews(CodemodCommand):
    """Parameter ``functions``: by ``name`` (dotted, inside the module) the ``calls``: the text of what is called and
    which of its calls it is, counted from 0; and ``requests``: variables whose ``user`` the view asks for by ``auser``.
    ``line_length``: statements that would become longer are broken over lines; ``import_sections``: as the project
    sorts its imports, where that is not the usual way.
    """

    DESCRIPTION = "Call async views from sync code, such as tests."

    def __init__(
        self,
        context: CodemodContext,
        functions: Sequence[Mapping[str, Any]],
        line_length: int | None = None,
        import_sections: Sequence[Section] = (),
    ) -> None:
        super().__init__(context)
        self._functions = {str(item["name"]): item for item in functions}
        self._line_length = line_length
        self._sections = import_sections

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """The module with these calls bridged, and imports to match. Raises Refused where a call is not there."""
        names = Names(tree)
        callers = _Callers(self._functions, names, tree)
        changed = tree.visit(callers)
        if callers.missing:
            raise Refused(f"no function {min(callers.missing)} in this file")
        if self._line_length is not None:
            changed = fit(changed, tree.code, self._line_length)
        return add_imports(changed, names.needed, sections=self._sections)


class _Callers(cst.CSTTransformer):
    """Finds the functions by name; each is changed as a whole."""

    def __init__(self, functions: Mapping[str, Mapping[str, Any]], names: Names, module: cst.Module) -> None:
        super().__init__()
        self.missing = set(functions)
        self._functions = functions
        self._names = names
        self._module = module
        self._path: list[str] = []

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self._path.append(node.name.value)

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        self._path.pop()
        return updated_node

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        name = ".".join([*self._path, original_node.name.value])
        if name not in self._functions:
            return updated_node
        self.missing.discard(name)
        wanted = self._functions[name]
        calls = _Calls(wanted.get("calls", ()), self._names, self._module)
        requests = _Requests(wanted.get("requests", ()), self._names, self._module)
        changed = updated_node
        for visitor in (calls, requests):
            changed = changed.with_changes(body=changed.body.visit(visitor))
        if calls.missing:
            raise Refused(f"no call {calls.missing[0]} in {name}")
        return changed


class _OwnCode(cst.CSTTransformer):
    """Leaves functions inside the function alone."""

    def on_visit(self, node: cst.CSTNode) -> bool:
        return not isinstance(node, (cst.FunctionDef, cst.Lambda, cst.ClassDef)) and super().on_visit(node)


class _Calls(_OwnCode):
    def __init__(self, calls: Iterable[Sequence[Any]], names: Names, module: cst.Module) -> None:
        super().__init__()
        self._wanted = {(str(text), int(number)) for text, number in calls}
        self._seen: Counter[str] = Counter()
        self._found: set[cst.Call] = set()
        self._names = names
        self._module = module

    @property
    def missing(self) -> list[str]:
        """The texts of calls that were not met."""
        return sorted(text for text, number in self._wanted if number >= self._seen[text])

    def visit_Call(self, node: cst.Call) -> None:
        bridged = self._bridged(node.func)
        text = _text(self._module, bridged or node.func)
        if bridged is None and (text, self._seen[text]) in self._wanted:
            self._found.add(node)
        self._seen[text] += 1

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        if original_node not in self._found:
            return updated_node
        bridge = cst.Name(self._names.use("asgiref.sync", "async_to_sync"))
        return updated_node.with_changes(func=cst.Call(bridge, [cst.Arg(updated_node.func)]))

    def _bridged(self, func: cst.BaseExpression) -> cst.BaseExpression | None:
        """``view`` of ``async_to_sync(view)``."""
        if isinstance(func, cst.Call) and len(func.args) == 1 and _text(self._module, func.func) == "async_to_sync":
            return func.args[0].value
        return None


class _Requests(_OwnCode):
    def __init__(self, requests: Iterable[str], names: Names, module: cst.Module) -> None:
        super().__init__()
        self._requests = {f"{request}.user": request for request in requests}
        self._names = names
        self._module = module

    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.IndentedBlock:
        body: list[cst.BaseStatement] = []
        for index, statement in enumerate(updated_node.body):
            body.append(statement)
            request = self._given_user(statement)
            following = updated_node.body[index + 1] if index + 1 < len(updated_node.body) else None
            if request and not (following and _target(self._module, following) == f"{request}.auser"):
                mock = self._names.use("unittest.mock", "AsyncMock")
                body.append(cst.parse_statement(f"{request}.auser = {mock}(return_value={request}.user)\n"))
        return updated_node.with_changes(body=body)

    def _given_user(self, statement: cst.BaseStatement) -> str | None:
        return self._requests.get(_target(self._module, statement))


def _target(module: cst.Module, statement: cst.BaseStatement) -> str:
    """What a plain assignment assigns to."""
    if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
        assign = statement.body[0]
        if isinstance(assign, cst.Assign) and len(assign.targets) == 1:
            return _text(module, assign.targets[0].target)
    return ""


def _text(module: cst.Module, node: cst.BaseExpression) -> str:
    return " ".join(module.code_for_node(node).split())
