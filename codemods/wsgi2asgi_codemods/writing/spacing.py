"""A blank line above a new function that opens the block of an ``if`` or a loop, as Black and Ruff want it."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import libcst as cst


def space(module: cst.Module, before: str) -> cst.Module:
    """The module with these lines, where the function was not in the text ``before``."""
    changed = module.visit(_Spacer({line.strip() for line in before.splitlines()}))
    assert isinstance(changed, cst.Module)
    return changed


class _Spacer(cst.CSTTransformer):
    def __init__(self, known: Set[str]) -> None:
        super().__init__()
        self._known = known

    def on_leave(self, original_node: cst.CSTNode, updated_node: Any) -> Any:
        result: Any = super().on_leave(original_node, updated_node)
        block = getattr(result, "body", None)
        if not isinstance(block, cst.IndentedBlock) or isinstance(result, (cst.FunctionDef, cst.ClassDef)):
            return result
        first = block.body[0]
        if not isinstance(first, cst.FunctionDef) or first.leading_lines or self._is_known(first):
            return result
        spaced = first.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
        return result.with_changes(body=block.with_changes(body=[spaced, *block.body[1:]]))

    def _is_known(self, function: cst.FunctionDef) -> bool:
        return any(line.startswith(f"def {function.name.value}(") for line in self._known)
