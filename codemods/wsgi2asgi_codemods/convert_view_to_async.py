"""Carry out the edits that make sync views async, in one pass over the file.

Which edits is decided elsewhere; here they are found again by their spans in the original text and made, inner ones
before outer ones. Spans are (line from 1, column from 0 in code points, end line, end column) without parentheses
around the expression, as ``ast`` and LibCST count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext
from libcst.metadata import MetadataWrapper

from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.view_edits.awaited import Parenthesise
from wsgi2asgi_codemods.view_edits.edit import Edit, Names
from wsgi2asgi_codemods.view_edits.kinds import kind_of
from wsgi2asgi_codemods.view_edits.locate import locate
from wsgi2asgi_codemods.writing.adding_imports import add_imports
from wsgi2asgi_codemods.writing.aligning import align
from wsgi2asgi_codemods.writing.fitting import fit
from wsgi2asgi_codemods.writing.import_order import Section
from wsgi2asgi_codemods.writing.joining import join
from wsgi2asgi_codemods.writing.pruning import prune
from wsgi2asgi_codemods.writing.spacing import space

#: Edits that make the function for which they are asked. Declarations and marks belong to such a one.
_MAKING = ("make_acall", "declare_capable", "mark_instance", "define_pull")


class ConvertViewToAsync(CodemodCommand):
    """Parameters: ``functions``: the dotted names inside the module of the functions that become async, each with its
    ``edits`` (see ``view_edits``); ``keep_imports``: names that others import from this module, never removed;
    ``line_length``: statements that would become longer are broken over lines; ``formatted``: the project has a
    formatter, whose rules on blank lines and on lines that are short enough hold; ``import_sections``: as the project
    sorts its imports, where that is not the usual way: names of usual sections (``third-party``), and lists of the
    packages of others. A function that an edit makes need not be there.

    Running it on a module whose functions are async already changes nothing. Raises Refused where an edit does not
    fit the text.
    """

    DESCRIPTION = "Make sync views async by a list of edits."

    def __init__(
        self,
        context: CodemodContext,
        functions: Sequence[Mapping[str, Any]],
        keep_imports: Sequence[str] = (),
        line_length: int | None = None,
        formatted: bool = False,
        import_sections: Sequence[Section] = (),
    ) -> None:
        super().__init__(context)
        self._edits = {str(item["name"]): [Edit.of(edit) for edit in item["edits"]] for item in functions}
        self._made = [name for name, edits in self._edits.items() if any(edit.kind in _MAKING for edit in edits)]
        self._keep = frozenset(keep_imports)
        self._line_length = line_length
        self._formatted = formatted
        self._sections = import_sections

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """The module with all edits made, and imports to match."""
        state = dict.fromkeys(self._made, False) | _asynchronous(tree)
        if unknown := sorted(self._edits.keys() - state.keys()):
            raise Refused(f"no function {unknown[0]} in this file")
        if all(state[name] for name in self._edits):
            return tree
        if done := sorted(name for name in self._edits if state[name]):
            raise Refused(f"{done[0]} is async already; plan again")
        wrapper = MetadataWrapper(tree, unsafe_skip_copy=True)
        names = Names(tree)
        targets = locate(wrapper, [edit for edits in self._edits.values() for edit in edits])
        changed = tree.visit(_Maker(targets, names)).visit(Parenthesise())
        changed = align(changed, tree.code)
        if self._formatted:
            changed = space(changed, tree.code)
        if self._formatted and self._line_length is not None:
            changed = join(changed, tree.code, self._line_length)
        if self._line_length is not None:
            changed = fit(changed, tree.code, self._line_length)
        changed = add_imports(changed, names.needed, names.own, self._sections)
        return prune(changed, names.dropped - self._keep)


class _Maker(cst.CSTTransformer):
    """Hands each located node to the edits meant for it once its children are done."""

    def __init__(self, targets: Mapping[cst.CSTNode, Sequence[Edit]], names: Names) -> None:
        super().__init__()
        self._targets = targets
        self._names = names

    def on_leave(self, original_node: cst.CSTNode, updated_node: Any) -> Any:
        result: Any = super().on_leave(original_node, updated_node)
        for edit in self._targets.get(original_node, ()):
            result = kind_of(edit.kind).make(original_node, result, edit, self._names)
        return result


def _asynchronous(tree: cst.Module) -> dict[str, bool]:
    """{dotted name inside the module: whether it is async}; the last definition of a name counts, inside a function an
    async one before all others (they are the two wrappers of a decorator)."""
    finder = _Functions()
    tree.visit(finder)
    return finder.found


class _Functions(cst.CSTVisitor):
    def __init__(self) -> None:
        self.found: dict[str, bool] = {}
        self._path: list[str] = []

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self._path.append(node.name.value)

    def leave_ClassDef(self, original_node: cst.ClassDef) -> None:
        self._path.pop()

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        name = ".".join([*self._path, node.name.value])
        is_twin = "<locals>" in self._path and self.found.get(name, False)
        self.found[name] = is_twin or node.asynchronous is not None
        self._path += [node.name.value, "<locals>"]

    def leave_FunctionDef(self, original_node: cst.FunctionDef) -> None:
        del self._path[-2:]
