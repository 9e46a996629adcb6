"""Requirements added to dependency files, against the casebooks ``cases/add_to_*.md``.

A case shows `before` and `after` (left out: nothing changes) or `refused`; `parameters` (JSON) replace the usual
ones, which ask for uvicorn.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from casebook import Case, read

from wsgi2asgi.documents.refusal import Refused

UVICORN = {"name": "uvicorn", "extras": [], "floor": "0.30", "below": "", "pin": "0.54.0"}
OTHERS: dict[str, dict[str, Any]] = {
    "uvicorn": UVICORN,
    "uvicorn[standard]": {**UVICORN, "extras": ["standard"]},
    "uvicorn-worker": {"name": "uvicorn-worker", "floor": "0.2", "pin": "0.4.0"},
    "channels": {"name": "channels", "floor": "4.0", "below": "4.1", "pin": "4.0.0"},
}
CASES = [case for case in read(Path(__file__).parent / "cases") if case.book.startswith("add_to_")]
CHANGING = [case for case in CASES if "refused" not in case.files]


def add(case: Case, text: str) -> str:
    """The editor the casebook is named after, with the case's parameters."""
    parameters = json.loads(case.files.get("parameters", "{}"))
    packages = [OTHERS[name] for name in parameters.pop("packages", ["uvicorn"])]
    editor = importlib.import_module(f"wsgi2asgi.documents.{case.book}")
    changed: str = editor.edit(text, packages=packages, **parameters)
    return changed


@pytest.mark.parametrize("case", CHANGING, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    assert add(case, case.files["before"]) == case.files.get("after", case.files["before"])


@pytest.mark.parametrize("case", CHANGING, ids=lambda case: case.id)
def test_a_second_run_changes_nothing(case: Case) -> None:
    once = add(case, case.files["before"])
    assert add(case, once) == once


@pytest.mark.parametrize("case", CHANGING, ids=lambda case: case.id)
def test_windows_line_endings_survive(case: Case) -> None:
    before = case.files["before"]
    assert add(case, before.replace("\n", "\r\n")) == case.files.get("after", before).replace("\n", "\r\n")


@pytest.mark.parametrize("case", CHANGING, ids=lambda case: case.id)
def test_a_missing_last_newline_does_no_harm(case: Case) -> None:
    before = case.files["before"].rstrip("\n")
    assert add(case, before).rstrip("\n") == case.files.get("after", before).rstrip("\n")


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case.files], ids=lambda case: case.id)
def test_refused(case: Case) -> None:
    with pytest.raises(Refused) as refused:
        add(case, case.files["before"])
    assert str(refused.value) == case.files["refused"].strip()
