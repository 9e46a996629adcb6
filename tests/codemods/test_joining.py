"""A statement that an edit made short enough stands on one line."""

from __future__ import annotations

import libcst as cst
import pytest

from wsgi2asgi_codemods.writing.joining import join

CASES = {
    "an argument": ("x = set(\n    await get()\n)\n", "x = set(await get())\n"),
    "arguments and a chain": ("x = find(\n    a,\n    b\n).first(\n    c\n)\n", "x = find(a, b).first(c)\n"),
    "parentheses": ("return (\n    a.b\n    or c.d\n)\n", "return a.b or c.d\n"),
    "a tuple": ("x = (\n    a, b\n)\n", "x = (a, b)\n"),
    "a comma at the end": ("x = [\n    a,\n]\n", "x = [\n    a,\n]\n"),
    "a comment": ("x = find(\n    a  # why\n)\n", "x = find(\n    a  # why\n)\n"),
    "no room": ("x = find(\n    a, 'a text of some length'\n)\n", "x = find(\n    a, 'a text of some length'\n)\n"),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_a_short_statement_is_joined(before: str, after: str) -> None:
    assert join(cst.parse_module(before), "", 32).code == after


def test_a_statement_that_is_as_it_was_stays() -> None:
    text = "if a:\n    x = find(\n        b\n    )\n"
    assert join(cst.parse_module(text), text, 80).code == text
