"""A method gets an async form beside it, which runs it in a thread: async code that asks for that form asks the method.

    def get_user(self, user_id):           def get_user(self, user_id):
        ...                                    ...
                                       →
                                           async def aget_user(self, user_id):
                                               return await sync_to_async(self.get_user)(user_id)

https://docs.djangoproject.com/en/5.2/topics/auth/customizing/#writing-an-authentication-backend
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.view_edits.edit import Names
from wsgi2asgi_codemods.writing.adding_imports import add_imports
from wsgi2asgi_codemods.writing.leading import lead, with_lead


class AddAsyncMethods(CodemodCommand):
    """Parameter ``methods``: the dotted names inside the module (``Members.get_user``). The async form has the name
    with an ``a`` before it; where the class has one already, nothing changes."""

    DESCRIPTION = "Add async forms of methods, which run them in a thread."

    def __init__(self, context: CodemodContext, methods: Sequence[str]) -> None:
        super().__init__(context)
        self._methods = frozenset(methods)

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """The module with these methods, and imports to match. Raises Refused where a method is not there, or
        is decorated."""
        names = Names(tree)
        adder = _Adder(self._methods, names)
        changed = tree.visit(adder)
        if missing := sorted(self._methods - adder.found):
            raise Refused(f"no method {missing[0]} in this file")
        return add_imports(changed, names.needed)


class _Adder(cst.CSTTransformer):
    def __init__(self, methods: frozenset[str], names: Names) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._methods = methods
        self._names = names
        self._path: list[str] = []

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self._path.append(node.name.value)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def leave_ClassDef(self, original_node: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        owner = ".".join(self._path)
        self._path.pop()
        there = {item.name.value for item in updated_node.body.body if isinstance(item, cst.FunctionDef)}
        body: list[cst.BaseStatement | cst.BaseSmallStatement] = []
        for statement in updated_node.body.body:
            body.append(statement)
            if isinstance(statement, cst.FunctionDef) and f"{owner}.{statement.name.value}" in self._methods:
                self.found.add(f"{owner}.{statement.name.value}")
                if statement.decorators:
                    raise Refused(f"{owner}.{statement.name.value} is decorated")
                if f"a{statement.name.value}" not in there:
                    body.append(self._async_form(statement))
        return updated_node.with_changes(body=updated_node.body.with_changes(body=body))

    def _async_form(self, method: cst.FunctionDef) -> cst.FunctionDef:
        parameters = method.params
        hop = cst.Name(self._names.use("asgiref.sync", "sync_to_async"))
        receiver = parameters.posonly_params or parameters.params
        called = cst.Attribute(cst.Name(receiver[0].name.value), method.name)
        call = cst.Call(cst.Call(hop, [cst.Arg(called)]), list(_handed_on(parameters)))
        result = cst.SimpleStatementLine([cst.Return(cst.Await(call))])
        blank = list(takewhile(lambda line: line.comment is None, lead(method)))
        form = method.with_changes(
            name=cst.Name(f"a{method.name.value}"),
            asynchronous=cst.Asynchronous(),
            body=cst.IndentedBlock([result]),
        )
        return cst.ensure_type(with_lead(form, blank or [cst.EmptyLine(indent=False)]), cst.FunctionDef)


def _handed_on(parameters: cst.Parameters) -> Iterator[cst.Arg]:
    """The arguments of a call that gives all parameters but the first on."""
    plain = (*parameters.posonly_params, *parameters.params)[1:]
    yield from (cst.Arg(item.name) for item in plain)
    if isinstance(parameters.star_arg, cst.Param):
        yield cst.Arg(parameters.star_arg.name, star="*")
    for item in parameters.kwonly_params:
        plain_equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        yield cst.Arg(item.name, keyword=item.name, equal=plain_equal)
    if parameters.star_kwarg is not None:
        yield cst.Arg(parameters.star_kwarg.name, star="**")
