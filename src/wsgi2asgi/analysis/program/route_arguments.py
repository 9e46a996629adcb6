"""The arguments of a URL pattern."""

from __future__ import annotations

import re

from wsgi2asgi.analysis.program.views import Argument

_CONVERTER = re.compile(r"<(?:(?P<converter>[^>:\s?]+):)?(?P<name>[^>\s]+)>")
_GROUP = re.compile(r"\(\?P<(?P<name>\w+)>")
_POSITIONAL = re.compile(r"(?<!\\)\((?!\?)")


def arguments_of(pattern: str) -> tuple[Argument, ...]:
    """Those of ``path`` converters and of the groups of regular expressions, in order.

    Unnamed groups count only where there is no named one, as in Django.
    """
    found: list[tuple[int, Argument]] = []
    for match in _CONVERTER.finditer(pattern):
        if match.start() < 2 or pattern[match.start() - 2 : match.start()] != "?P":
            found.append((match.start(), Argument(match["name"], match["converter"] or "str")))
    for match in _GROUP.finditer(pattern):
        found.append((match.start(), Argument(match["name"], "regex", _group(pattern, match.end()))))
    if not found:
        found = [
            (match.start(), Argument(str(position), "regex", _group(pattern, match.end())))
            for position, match in enumerate(_POSITIONAL.finditer(pattern))
        ]
    return tuple(argument for _, argument in sorted(found, key=lambda item: item[0]))


def _group(pattern: str, start: int) -> str:
    """The text from ``start`` to the parenthesis that closes the group."""
    depth, index = 1, start
    while index < len(pattern):
        character = pattern[index]
        if character == "\\":
            index += 1
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth == 0:
                break
        index += 1
    return pattern[start:index]
