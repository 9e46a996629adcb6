"""Bodies of tests are lowered when they are asked for: nothing of it shows."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from wsgi2asgi.analysis.facts.deferred import DeferredFunction
from wsgi2asgi.analysis.facts.reader import read_facts
from wsgi2asgi.analysis.facts.values import FileFacts, FunctionFacts

FIELDS = (
    "qualname", "name", "kind", "parent", "is_async", "is_generator", "parameters", "returns", "decorators", "span",
    "header", "local", "free", "regions", "ops", "statements",
)  # fmt: skip
ODD = (
    "class A:\n\tdef f(self, a=1, *b: int, **c) -> None:\n\t\tx = 'ä' + a.b; y = x\n\t\treturn y\n"
    "def g():\n    global z\n    z = f'{1}'\n    try:\n        pass\n    except E as e:\n        raise\n"
    "async def h(\n    q,\n):\n  async with q as r: await r\n"
    "if x:\n    @a.b\n    def f(): 'doc'; return [i for i in range(3)]\n"
    'def s():\n    """\n  less indented\n"""\n    return """a\nb"""\n'
    "def n():\n    def inner(): pass\n    from a import b\n    return lambda: b\n"
    "def t():\n    assert x == 'a' \\\n        'b' \\\n\n"
)
TEXTS = [ODD, *(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("test_*.py")))]


def facts_of(text: str, role: str) -> FileFacts:
    found = read_facts("a.py", text.encode(), role)  # type: ignore[arg-type]
    assert isinstance(found, FileFacts)
    return found


def known(function: FunctionFacts) -> list[object]:
    return [getattr(function, name) for name in FIELDS]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_facts_are_the_same(text: str) -> None:
    later, now = facts_of(text, "test"), facts_of(text, "source")
    assert [known(function) for function in later.functions] == [known(function) for function in now.functions]
    assert (later.classes, later.imports, later.exports) == (now.classes, now.imports, now.exports)


def test_what_is_read_is_mentioned() -> None:
    later, now = facts_of(ODD, "test"), facts_of(ODD, "source")
    assert later.mentions >= now.mentions
    assert all(one.mentions >= other.mentions for one, other in zip(later.functions, now.functions, strict=True))


def test_bodies_that_define_or_import_are_not_put_off() -> None:
    deferred = {item.qualname for item in facts_of(ODD, "test").functions if isinstance(item, DeferredFunction)}
    assert deferred == {"A.f", "g", "h", "f", "s", "n.<locals>.inner", "t"}


def test_a_body_that_was_put_off_is_kept_as_such() -> None:
    (function,) = (item for item in facts_of(ODD, "test").functions if item.qualname == "A.f")
    again = pickle.loads(pickle.dumps(function))
    assert isinstance(again, DeferredFunction)
    assert known(again) == known(function)
