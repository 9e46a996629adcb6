"""Start commands against the casebooks ``cases/switch_server.<format>.md``.

A case shows `before` and what becomes of it under the targets `uvicorn` and `gunicorn` (the one left out is not
asked); with neither, both leave it alone. `uvicorn refuses` and `gunicorn refuses` hold the words of a refusal.
`parameters` (JSON) replace the usual ones.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from casebook import Case, read

from wsgi2asgi.documents import switch_server
from wsgi2asgi.documents.refusal import Refused

CASES = [case for case in read(Path(__file__).parent / "cases") if case.book.startswith("switch_server.")]
TARGETS = ("uvicorn", "gunicorn")


def expectations(refusing: bool) -> list[Any]:
    """(case, target) for all that is expected of either kind."""
    found = []
    for case in CASES:
        said = {*TARGETS, *(f"{target} refuses" for target in TARGETS)} & set(case.files)
        for target in TARGETS:
            if refusing and f"{target} refuses" in case.files:
                found.append(pytest.param(case, target, id=f"{case.id} ({target} refuses)"))
            if not refusing and (target in case.files or not said):
                found.append(pytest.param(case, target, id=f"{case.id} ({target})"))
    return found


def switch(case: Case, text: str, target: str) -> str:
    """The editor with the case's parameters."""
    parameters = {"wsgi": "shop.wsgi", "wsgi_file": "shop/wsgi.py", "asgi": "shop.asgi", "target": target}
    parameters |= json.loads(case.files.get("parameters", "{}"))
    return switch_server.edit(text, format=case.book.partition(".")[2], **parameters)


@pytest.mark.parametrize(("case", "target"), expectations(refusing=False))
def test_case(case: Case, target: str) -> None:
    assert switch(case, case.files["before"], target) == case.files.get(target, case.files["before"])


@pytest.mark.parametrize(("case", "target"), expectations(refusing=False))
def test_a_second_run_changes_nothing(case: Case, target: str) -> None:
    once = switch(case, case.files["before"], target)
    assert switch(case, once, target) == once


@pytest.mark.parametrize(("case", "target"), expectations(refusing=False))
def test_windows_line_endings_survive(case: Case, target: str) -> None:
    before = case.files["before"]
    expected = case.files.get(target, before).replace("\n", "\r\n")
    assert switch(case, before.replace("\n", "\r\n"), target) == expected


@pytest.mark.parametrize(("case", "target"), expectations(refusing=False))
def test_a_missing_last_newline_stays_missing(case: Case, target: str) -> None:
    before = case.files["before"].rstrip("\n")
    assert switch(case, before, target).rstrip("\n") == case.files.get(target, before).rstrip("\n")


@pytest.mark.parametrize(("case", "target"), expectations(refusing=True))
def test_refused(case: Case, target: str) -> None:
    with pytest.raises(Refused) as refused:
        switch(case, case.files["before"], target)
    assert str(refused.value) == case.files[f"{target} refuses"].strip()
