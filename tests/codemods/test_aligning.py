"""What is aligned with an open bracket stays so when the bracket moves."""

from __future__ import annotations

import libcst as cst
import pytest

from wsgi2asgi_codemods.writing.aligning import align

CASES = {
    "two arguments on a line": (
        "url = get(name,\n          id=1, host=2)\n",
        "url = await aget(name,\n          id=1, host=2)\n",
        "url = await aget(name,\n                 id=1, host=2)\n",
    ),
    "what hangs below an aligned line": (
        "page = get(name, [\n    'a',\n], find(1,\n        2))\n",
        "page = await get(name, [\n    'a',\n], find(1,\n        2))\n",
        "page = await get(name, [\n    'a',\n], find(1,\n        2))\n",
    ),
    "a line below a line that moved": (
        "x = get(a,\n        find(\n            b))\n",
        "x = await get(a,\n        find(\n            b))\n",
        "x = await get(a,\n              find(\n                  b))\n",
    ),
    "a line aligned with an outer bracket": (
        "x = get(a, {'b': 1,\n        'c': 2})\n",
        "x = await get(a, {'b': 1,\n        'c': 2})\n",
        "x = await get(a, {'b': 1,\n              'c': 2})\n",
    ),
    "a text that goes on": (
        "y = show(a, {\n    'b': 'c'\n         'd'})\n",
        "y = await show(a, {\n    'b': 'c'\n         'd'})\n",
        "y = await show(a, {\n    'b': 'c'\n         'd'})\n",
    ),
    "a line that changed": (
        "x = get(a=1,\n        b=2).first()\n",
        "x = await get(a=1,\n        b=2).afirst()\n",
        "x = await get(a=1,\n              b=2).afirst()\n",
    ),
    "a line that is as it was, and like another one": (
        "x = get(a,\n        b)\ny = get(a,\n    b)\n",
        "x = await get(a,\n        b)\ny = get(a,\n    b)\n",
        "x = await get(a,\n              b)\ny = get(a,\n    b)\n",
    ),
    "a line behind a backslash": (
        "if x:\n    y = a + \\\n        b\n",
        "if x:\n    def get():\n        y = a + \\\n        b\n",
        "if x:\n    def get():\n        y = a + \\\n            b\n",
    ),
    "what never was aligned": (
        "x = get(a,\n    b)\n",
        "x = await get(a,\n    b)\n",
        "x = await get(a,\n    b)\n",
    ),
    "a text over lines": (
        'x = get(a, """\n        b""",\n        c)\n',
        'x = await get(a, """\n        b""",\n        c)\n',
        'x = await get(a, """\n        b""",\n              c)\n',
    ),
}


@pytest.mark.parametrize(("before", "changed", "after"), CASES.values(), ids=CASES)
def test_lines_stay_aligned(before: str, changed: str, after: str) -> None:
    assert align(cst.parse_module(changed), before).code == after
