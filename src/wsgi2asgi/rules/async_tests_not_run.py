"""
## What it does
Finds async test functions that pytest collects and does not run: there is no plugin for them, or no mark and no mode.

## Why is this bad?
pytest by itself cannot run a coroutine. Before pytest 8.4 such a test is skipped with a warning, from then on it
fails. Under pytest-asyncio's default mode, `strict`, each test needs `@pytest.mark.asyncio`. What was skipped looks
green.

## Example
`requirements.txt`
```text
Django==5.2.13
pytest==8.3.4
pytest-django==4.11.1
```

`shop/test_views.py`
```python
async def test_index(async_client):
    response = await async_client.get("/")
    assert response.status_code == 200
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
pytest==8.3.4
pytest-asyncio==1.2.0
pytest-django==4.11.1
```

`pytest.ini`
```text
[pytest]
asyncio_mode = auto
```

`shop/test_views.py`
```python
async def test_index(async_client):
    response = await async_client.get("/")
    assert response.status_code == 200
```

## Fix safety
Manual: tests that were skipped so far may fail. Methods of Django's `TestCase` are run by Django and need none of
this.

## References
- https://pytest-asyncio.readthedocs.io/en/stable/concepts.html#test-discovery-modes
- https://docs.pytest.org/en/stable/changelog.html
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import numbered_lines
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG005", "async-tests-not-run", "warning", Fix("manual"), hazards=("TE02",))

_STRICT = ("pytest-asyncio", "anyio")
#: Plugins that run every coroutine, or that are set up in ways not read here.
_OTHERS = ("pytest-aiohttp", "pytest-tornasync", "pytest-trio", "alt-pytest-asyncio", "pytest-twisted", "pytest-async")
_CONFIGURATIONS = ("pyproject.toml", "pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg")
_AUTO = re.compile(r"""asyncio[-_]mode["']?\s*[=:\s]\s*["']?auto|anyio[-_]mode["']?\s*[=:\s]\s*["']?auto""")
_MARKS = ("asyncio", "anyio", "trio")
_HOOKS = frozenset({"pytest_collection_modifyitems", "pytest_pyfunc_call", "pytest_itemcollected"})


def check(program: Program) -> Iterator[Hit]:
    """At the test function."""
    project = program.project
    if stated(project, "pytest") is None and stated(project, "pytest-django") is None:
        return
    if any(stated(project, name) is not None for name in _OTHERS) or _runs_all(program):
        return
    plugin = next((name for name in _STRICT if stated(project, name) is not None), None)
    for path, facts in program.files.items():
        if re.fullmatch(r"test_.*\.py|.*_test\.py", posixpath.basename(path)) and not _is_marked_as_a_whole(
            program, path
        ):
            for function in program.functions_in(path):
                if facts.role == "test" and _is_unmarked_test(function):
                    yield Hit(function.place, _message(plugin), "likely")


def _message(plugin: str | None) -> str:
    if plugin is None:
        return "pytest does not run this coroutine: no plugin for async tests is installed"
    return f"pytest does not run this coroutine: it has no mark, and {plugin} is not told to take all"


def _runs_all(program: Program) -> bool:
    tree = program.project.tree
    present = [path for path in _CONFIGURATIONS if tree.exists(path)]
    told = any(_AUTO.search(line) for path in present for _, line in numbered_lines(program.project, path))
    return told or any(_HOOKS & {item.name for item in facts.functions} for facts in program.files.values())


def _is_marked_as_a_whole(program: Program, path: str) -> bool:
    """``pytestmark = pytest.mark.asyncio`` of the module."""
    facts = program.files[path]
    stores = any(op.kind == "store" and op.name == "pytestmark" for op in facts.by_qualname[""].ops)
    return stores and any(mark in facts.mentions for mark in _MARKS)


def _is_unmarked_test(function: Function) -> bool:
    is_test = (
        function.is_async and function.facts.qualname == function.facts.name and function.facts.name.startswith("test")
    )
    return is_test and not any(
        decorator.text.rsplit(".", 1)[-1] in _MARKS or "mark" not in decorator.text
        for decorator in function.facts.decorators
    )
