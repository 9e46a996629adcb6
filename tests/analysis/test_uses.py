"""Uses of a name are looked for where it is read, and where those that read it may have handed it to."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.facts.reader import read_facts
from wsgi2asgi.analysis.facts.values import FileFacts
from wsgi2asgi.analysis.program.handing_on import hands_on
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

WORDS = frozenset({"sleep"})


@pytest.mark.parametrize(
    ("source", "users"),
    [
        ("from time import sleep\n\n\ndef f():\n    sleep(1)\n\n\ndef g():\n    pass\n", {"f"}),
        ("from time import sleep\n\nwait = sleep\n\n\ndef f():\n    wait(1)\n", {"", "f"}),
        ("from time import sleep as wait\n\n\ndef f():\n    wait(1)\n", {"f"}),
        ("import time\n\n\nclass A:\n    wait = time.sleep\n\n    def f(self):\n        self.wait(1)\n", {"A", "A.f"}),
        (
            "import time\n\n\nclass A:\n    def __init__(self):\n        self.wait = time.sleep\n\n"
            "    def f(self):\n        self.wait(1)\n",
            {"A.__init__", "A.f"},
        ),
        (
            "import time\n\n\ndef f():\n    wait = time.sleep\n\n    def g():\n        wait(1)\n\n    g()\n",
            {"f", "f.<locals>.g"},
        ),
    ],
)
def test_a_use_is_seen_wherever_the_name_was_handed(source: str, users: set[str], tmp_path: Path) -> None:
    Case("uses", "", {"shop/pauses.py": source}).write(tmp_path)
    found = analyse(discover(ProjectOptions(tmp_path)), jobs=1)
    names = {function.facts.qualname for function, _ in found.uses_of("time.sleep")}
    assert names == users


@pytest.mark.parametrize(
    "body",
    [
        "wait = sleep",
        "return sleep",
        "call(sleep)",
        "call(a=sleep)",
        "self.wait = sleep",
        "table['a'] = sleep",
        "waits = [sleep]",
        "wait = sleep if fast else nothing",
        "yield sleep",
        "def inner(wait=sleep):\n        pass",
        "return lambda: sleep",
    ],
)
def test_what_binds_or_passes_a_name_hands_it_on(body: str) -> None:
    assert any(hands_on(function, WORDS) for function in file(body).functions)


@pytest.mark.parametrize(
    "body",
    ["sleep(1)", "return sleep(1)", "@sleep\n    def inner():\n        pass", "class A(sleep):\n        pass", "sleep"],
)
def test_what_calls_it_decorates_with_it_or_derives_from_it_does_not(body: str) -> None:
    assert not any(hands_on(function, WORDS) for function in file(body).functions)


def file(body: str) -> FileFacts:
    facts = read_facts("a.py", f"def f(self):\n    {body}\n".encode(), "source")
    assert isinstance(facts, FileFacts)
    return facts
