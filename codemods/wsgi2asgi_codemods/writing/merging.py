"""An ``if`` whose branches have become the same is not asked any more."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.writing.leading import at_the_top, lead, with_lead, without_own_comment


def merged_branches(before: cst.If, after: cst.If) -> list[cst.BaseStatement] | None:
    """The statements of both branches where a change has made them equal, to stand in place of the ``if``.

    The comment above the ``if`` goes with the question it was about. None where the branches differ.
    """
    orelse = after.orelse
    if not isinstance(orelse, cst.Else) or not isinstance(before.orelse, cst.Else):
        return None
    if _same(before.body, before.orelse.body) or not _same(after.body, orelse.body):
        return None
    above = without_own_comment(after.leading_lines)
    if isinstance(after.body, cst.SimpleStatementSuite):
        return [cst.SimpleStatementLine(after.body.body, leading_lines=above)]
    first, *others = [item for item in after.body.body if isinstance(item, cst.BaseStatement)]
    return [with_lead(first, [*above, *lead(at_the_top(first))]), *others]


def does_nothing(suite: cst.BaseSuite) -> bool:
    """Whether nothing but ``pass`` stands in a block."""
    return all(cst.Module([]).code_for_node(item).strip() == "pass" for item in suite.body)


def _same(one: cst.BaseSuite, other: cst.BaseSuite) -> bool:
    render = cst.Module([]).code_for_node
    return [render(item).strip() for item in one.body] == [render(item).strip() for item in other.body]
