"""Assign a setting on a line of its own, right below another one it belongs with."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.reading.settings import assignments
from wsgi2asgi_codemods.reading.strings import preferred_quote, quoted
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.below import insert_below


class AssignSetting(CodemodCommand):
    """Adds ``NAME = value`` unless the file assigns the name already."""

    DESCRIPTION = "Assign a setting below another one."

    def __init__(
        self, context: CodemodContext, name: str, below: Sequence[str], text: str | None = None, code: str | None = None
    ) -> None:
        """``below``: settings in order of preference. The value is a string, or ``code`` as it is to stand there."""
        super().__init__(context)
        self._name = name
        self._below = below
        self._text = text
        self._code = code

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Raises Refused where the file assigns none of the settings it could stand below."""
        if assignments(tree, self._name):
            return tree
        for name in self._below:
            found = assignments(tree, name)
            if found:
                depth = min(item.depth for item in found)
                anchor = [item for item in found if item.depth == depth][-1]
                quote = preferred_quote(anchor.line, tree)
                value = self._code if self._text is None else quoted(self._text, quote).value
                statement = cst.parse_statement(f"{self._name} = {value}", config=tree.config_for_parsing)
                return insert_below(tree, anchor.line, [statement])
        raise Refused(f"none of {', '.join(self._below)} is assigned here, so there is no place for {self._name}")
