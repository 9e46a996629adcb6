"""Patterns for paths, as ``exclude`` and ``per-file-ignores`` take them."""

from __future__ import annotations

import re
from functools import lru_cache

_PART = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_MEANING = {"**/": r"(?:.*/)?", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern names a file or a folder above it.

    A pattern without a slash is compared with every part of the path, one with a slash with the whole from the
    project's root on. ``*`` and ``?`` stay within a part, ``**`` does not.
    """
    return _compiled(pattern).match(path) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    anchored = pattern.strip("/")
    start = "" if "/" in pattern.rstrip("/") else r"(?:.*/)?"
    body = "".join(_MEANING.get(part) or re.escape(part) for part in _PART.findall(anchored))
    return re.compile(rf"{start}{body}(?:/.*)?\Z", re.DOTALL)
