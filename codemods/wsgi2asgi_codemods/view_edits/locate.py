"""Find the nodes that edits are about by their spans."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.view_edits.edit import Edit
from wsgi2asgi_codemods.view_edits.kinds import kind_of


def locate(wrapper: MetadataWrapper, edits: Iterable[Edit]) -> dict[cst.CSTNode, list[Edit]]:
    """{node: the edits about it}. Raises Refused for an edit that no node fits.

    The node of an edit is the outermost one of its kind's classes that lies within the span (``ast`` counts the
    parentheses of a tuple or generator in, LibCST does not). An edit of a run of statements belongs to the block that
    holds them, with their indexes as the options ``first`` and ``last``; the last run of a block comes first, so that
    making it leaves the indexes of the others as they are.
    """
    finder = _Finder(sorted(edits, key=lambda edit: edit.span, reverse=True), dict(wrapper.resolve(PositionProvider)))
    wrapper.module.visit(finder)
    if finder.missing:
        edit = finder.missing[-1]
        raise Refused(f"nothing to {edit.kind} at line {edit.span[0]}; the text is not the one this was planned on")
    return finder.found


class _Finder(cst.CSTVisitor):
    def __init__(self, edits: list[Edit], positions: dict[cst.CSTNode, CodeRange]) -> None:
        self.missing = edits
        self.found: dict[cst.CSTNode, list[Edit]] = {}
        self._positions = positions

    def on_visit(self, node: cst.CSTNode) -> bool:
        if node not in self._positions or not self.missing:
            return bool(self.missing)
        for edit in list(self.missing):
            if isinstance(node, kind_of(edit.kind).nodes) and (fitting := self._fit(node, edit)) is not None:
                self.found.setdefault(node, []).append(fitting)
                self.missing.remove(edit)
        return True

    def _fit(self, node: cst.CSTNode, edit: Edit) -> Edit | None:
        if isinstance(node, cst.BaseSuite):
            return self._run(node, edit)
        start, end = self._ends(node)
        return None if start < edit.span[:2] or end > edit.span[2:] else edit

    def _run(self, suite: cst.BaseSuite, edit: Edit) -> Edit | None:
        ends = [self._ends(statement) for statement in suite.body]
        first = [index for index, (start, _) in enumerate(ends) if start == edit.span[:2]]
        last = [index for index, (_, end) in enumerate(ends) if end <= edit.span[2:]]
        if not first or not last or last[-1] < first[0]:
            return None
        return Edit(edit.kind, edit.span, {**edit.options, "first": first[0], "last": last[-1]})

    def _ends(self, node: cst.CSTNode) -> tuple[tuple[int, int], tuple[int, int]]:
        position = self._positions[node]
        return (position.start.line, position.start.column), (position.end.line, position.end.column)
