"""A LibCST codemod that changes nothing, over all Python files of a folder, in two processes."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import libcst
from libcst.codemod import CodemodContext, VisitorBasedCodemodCommand


class Nothing(VisitorBasedCodemodCommand):
    """Visits every node."""

    DESCRIPTION = "changes nothing"


def run(path: Path) -> bool:
    """Whether the file is as it was; files that LibCST cannot parse count as such."""
    try:
        text = path.read_bytes()
        return Nothing(CodemodContext()).transform_module(libcst.parse_module(text)).bytes == text
    except (libcst.ParserSyntaxError, UnicodeDecodeError):
        return True


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        assert all(pool.map(run, sorted(Path(sys.argv[1]).rglob("*.py")), chunksize=20))
