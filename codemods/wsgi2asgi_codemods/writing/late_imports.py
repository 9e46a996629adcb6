"""Imports that must stay below code, kept there against isort, ruff and autopep8."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

_ABOVE = """\
# These need Django's apps: they have to stay below the call that loads them.
# isort: off
"""
_MARK = "  # noqa: E402"


def late_imports(
    module: cst.Module, groups: Sequence[Sequence[str]], below: cst.BaseStatement
) -> list[cst.BaseStatement]:
    """Import lines (groups are set apart by a blank line), then ``below``, which stands right behind them."""
    lines = "\n\n".join("\n".join(line + _MARK for line in group) for group in groups if group)
    parsed = cst.parse_module(f"{_ABOVE}{lines}\n", config=module.config_for_parsing)
    first, *others = parsed.body
    blank = cst.EmptyLine(indent=False)
    head = first.with_changes(leading_lines=[blank, *parsed.header])
    after = [blank, cst.EmptyLine(indent=False, comment=cst.Comment("# isort: on")), blank]
    above = list(getattr(below, "leading_lines", ()))
    while above and above[0].comment is None:
        above.pop(0)
    return [head, *others, below.with_changes(leading_lines=[*after, *above])]
