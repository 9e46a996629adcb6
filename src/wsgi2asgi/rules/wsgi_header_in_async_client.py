"""
## What it does
Finds headers written `HTTP_...` in calls of Django's `AsyncClient` and `AsyncRequestFactory`.

## Why is this bad?
The prefix belongs to WSGI. The async client takes keyword arguments as header names as they are, so that
`HTTP_ACCEPT="..."` sends a header `http-accept`, which nothing reads: the test passes without testing.

## Example
`shop/tests.py`
```python
from django.test import TestCase


class Pages(TestCase):
    async def test_page(self):
        await self.async_client.get("/", HTTP_ACCEPT_LANGUAGE="de")
```

## Use instead
`shop/tests.py`
```python
from django.test import TestCase


class Pages(TestCase):
    async def test_page(self):
        await self.async_client.get("/", headers={"accept-language": "de"})
```

## Fix safety
Use `headers={...}` (Django 4.2), or leave the prefix away.

## References
- https://docs.djangoproject.com/en/5.2/topics/testing/tools/#testing-asynchronous-code
- https://docs.djangoproject.com/en/5.2/topics/testing/advanced/#asyncrequestfactory
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Object
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG326", "wsgi-header-in-async-client", "warning", Fix("manual"), hazards=("TE05",))

_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "trace", "generic"})
_CLIENTS = frozenset(
    {
        "django.test.AsyncClient",
        "django.test.AsyncRequestFactory",
        "django.test.client.AsyncClient",
        "django.test.client.AsyncRequestFactory",
    }
)
_PREFIX = "HTTP_"


def check(program: Program) -> Iterator[Hit]:
    """Each such keyword of a call on an async client, in tests."""
    for path, facts in program.files.items():
        if not {"async_client", "AsyncClient", "AsyncRequestFactory"} & facts.mentions:
            continue
        if _PREFIX not in program.source(path):
            continue
        for function in program.functions_in(path):
            for index, op in enumerate(function.facts.ops):
                if op.kind != "call" or not any(name and name.startswith(_PREFIX) for name in op.keywords):
                    continue
                callee = function.facts.ops[op.inputs[0]]
                by_method = callee.kind == "attr" and callee.name in _METHODS
                if by_method and _is_client(program, function, callee.inputs[0]):
                    yield Hit(
                        program.place(function.name, index),
                        "the async client takes header names as they are: HTTP_ becomes a part of the name",
                    )


def _is_client(program: Program, function: Function, op: int) -> bool:
    source = function.facts.ops[op]
    if source.kind == "attr" and source.name == "async_client":
        return True
    return any(isinstance(item, Object) and item.cls in _CLIENTS for item in program.type_of(function.name, op))
