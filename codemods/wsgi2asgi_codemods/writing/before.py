"""Put statements above a statement of the top level."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from wsgi2asgi_codemods.writing.leading import lead, with_lead

_BLANK = cst.EmptyLine(indent=False)


def insert_before(module: cst.Module, index: int, statements: Sequence[cst.BaseStatement]) -> cst.Module:
    """The module with the statements above its statement number ``index``, set off by blank lines on both sides."""
    body = list(module.body)
    anchor = body[index]
    above = list(lead(anchor))
    blanks = []
    while above and above[0].comment is None:
        blanks.append(above.pop(0))
    first, *others = statements
    first = with_lead(first, [*(blanks or ([_BLANK] if index else [])), *lead(first)])
    return module.with_changes(
        body=[*body[:index], first, *others, with_lead(anchor, [_BLANK, *above]), *body[index + 1 :]]
    )
