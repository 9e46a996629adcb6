"""Words for GitHub-flavoured Markdown: whatever a project's names and messages hold stays text.

https://github.github.com/gfm/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wsgi2asgi.report.plain import one_line

_SPECIAL = re.compile(r"[\\`*{}\[\]|~#$]|(?<![^\W_])_|_(?![^\W_])")
_AS_ENTITIES = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_MENTION = re.compile(r"@(?=\w)")
_LIST_MARK = re.compile(r"^([-+]|\d+[.)])(?=\s|$)")
_QUOTED = re.compile(r"`([^`]+)`")


def text(words: str) -> str:
    """Prose on one line; what it puts in backticks becomes code, everything else means itself.

    An ``@decorator`` must not call a user of that name.
    """
    line, parts, end = one_line(words), [], 0
    for quoted in _QUOTED.finditer(line):
        parts += [_escaped(line[end : quoted.start()]), code(quoted[1])]
        end = quoted.end()
    whole = "".join([*parts, _escaped(line[end:])])
    return _LIST_MARK.sub(lambda mark: f"{mark[0][:-1]}\\{mark[0][-1]}", whole)


def code(words: str) -> str:
    """A name or a path in a fixed-width face; as entities where backticks or pipes would break a code span."""
    line = one_line(words).strip()
    if not re.search(r"[`|\\]", line):
        return f"`{line}`" if line else ""
    return f"<code>{''.join(map(_entity, line))}</code>"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table of cells that are Markdown already; nothing where there are no rows."""
    lines = [_row(row) for row in rows]
    return [_row(columns), _row(["---"] * len(columns)), *lines, ""] if lines else []


def folded(title: str, lines: Iterable[str]) -> list[str]:
    """Lines behind a title that unfolds them."""
    return ["<details>", f"<summary>{title}</summary>", "", *lines, "", "</details>", ""]


def _escaped(words: str) -> str:
    words = _SPECIAL.sub(lambda found: f"\\{found[0]}", words.translate(_AS_ENTITIES))
    return _MENTION.sub("@<!-- -->", words)


def _entity(letter: str) -> str:
    return letter if letter.isalnum() or letter in " ./:" else f"&#{ord(letter)};"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
