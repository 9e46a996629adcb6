"""What a rewritten file must satisfy before it may reach the disk.

The analysis itself is not imported here: the journey hands in what the inspector said before and after.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Mapping

from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.source import Undecodable, decode_python


def syntax_complaint(path: str, data: bytes) -> str | None:
    """Why this Python file would not compile, or None. ``await`` outside a coroutine counts too."""
    if not path.endswith(".py"):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(decode_python(data).text, path, "exec", dont_inherit=True)
    except (SyntaxError, Undecodable, ValueError) as error:
        return f"the result does not compile: {error}"
    return None


def syntax_complaints(changes: Mapping[str, bytes]) -> dict[str, str]:
    """The complaint of every changed file that has one."""
    return {path: said for path, data in sorted(changes.items()) if (said := syntax_complaint(path, data))}


def new_errors(before: Iterable[Finding], after: Iterable[Finding], paths: Iterable[str]) -> dict[str, str]:
    """Findings of severity error that a rewrite brought into the changed files, as a complaint a file.

    Compared by code and count per file, because a rewrite moves lines.
    """
    changed = set(paths)
    had = Counter((finding.place.path, finding.code) for finding in before if finding.severity == "error")
    complaints: dict[str, str] = {}
    for finding in after:
        key = (finding.place.path, finding.code)
        if finding.severity != "error" or finding.place.path not in changed:
            continue
        if had[key]:
            had[key] -= 1
        else:
            complaints.setdefault(
                finding.place.path, f"line {finding.place.line} would get {finding.code}: {finding.message}"
            )
    return complaints
