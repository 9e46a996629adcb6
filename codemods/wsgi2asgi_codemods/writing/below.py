"""Put statements right below another one, in the same block."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from wsgi2asgi_codemods.writing.leading import lead, with_lead


class _Below(cst.CSTTransformer):
    def __init__(self, anchor: cst.CSTNode, statements: Sequence[cst.BaseStatement], spaced: bool) -> None:
        super().__init__()
        self._anchor = anchor
        self._statements = statements
        self._spaced = spaced

    def leave_Module(self, original_node: cst.Module, updated_node: cst.Module) -> cst.Module:
        return updated_node.with_changes(body=self._body(original_node.body, updated_node.body))

    def leave_IndentedBlock(self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock) -> cst.BaseSuite:
        return updated_node.with_changes(body=self._body(original_node.body, updated_node.body))

    def _body(
        self, before: Sequence[cst.BaseStatement], after: Sequence[cst.BaseStatement]
    ) -> Sequence[cst.BaseStatement]:
        if not any(statement is self._anchor for statement in before):
            return after
        index = next(index for index, statement in enumerate(before) if statement is self._anchor) + 1
        rest = list(after[index:])
        if self._spaced and rest and not (lead(rest[0]) and lead(rest[0])[0].comment is None):
            rest[0] = with_lead(rest[0], [cst.EmptyLine(indent=False), *lead(rest[0])])
        return [*after[:index], *self._statements, *rest]


def insert_below(
    module: cst.Module, anchor: cst.CSTNode, statements: Sequence[cst.BaseStatement], spaced: bool = False
) -> cst.Module:
    """The module with the statements below ``anchor``, which is one of its own nodes.

    ``spaced``: what follows is set off by a blank line.
    """
    return module.visit(_Below(anchor, statements, spaced))
