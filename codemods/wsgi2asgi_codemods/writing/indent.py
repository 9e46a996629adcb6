"""The indentation that a file uses, also where it has no block and only brackets are broken over lines."""

from __future__ import annotations

import re

import libcst as cst


def indent_of(module: cst.Module) -> str:
    """A tab where every indented line begins with one; else what LibCST found in the file's blocks."""
    first = set(re.findall(r"^[ \t]", module.code, re.MULTILINE))
    return "\t" if first == {"\t"} else module.default_indent
