"""Comments by which the user silences a finding."""

from __future__ import annotations

import io
import re
import tokenize

from wsgi2asgi.analysis.facts.values import Suppression

_COMMENT = re.compile(r"#\s*wsgi2asgi:\s*ignore(?:\[(?P<codes>[^\]]*)\])?\s*(?P<reason>.*)", re.IGNORECASE)


def suppressions(text: str) -> tuple[Suppression, ...]:
    """All ``# wsgi2asgi: ignore[...]`` comments of a text that parses."""
    if "wsgi2asgi:" not in text.lower():
        return ()
    found = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        match = _COMMENT.search(token.string) if token.type == tokenize.COMMENT else None
        if match:
            codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
            own_line = not token.line[: token.start[1]].strip()
            columns = token.start[1] + 1, token.end[1] + 1
            found.append(Suppression(token.start[0], codes, match["reason"].strip(), own_line, *columns))
    return tuple(found)
