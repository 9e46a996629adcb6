"""Every codemod against its casebook ``cases/<codemod>.md``.

A case shows ``before.py`` and ``after.py`` (left out: nothing changes), ``parameters.json`` where the codemod takes
any, ``refused.txt`` where it must refuse with these words, ``notes.txt`` where it must note these lines.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from casebook import Case, read

from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.rehearsal import Rehearsal, rehearse

CASES = [case for case in read(Path(__file__).parent / "cases") if "before.py" in case.files]


def run(case: Case, text: str) -> Rehearsal:
    """The codemod the casebook is named after, on this text."""
    parameters: dict[str, Any] = json.loads(case.files.get("parameters.json", "{}"))
    return rehearse(text, case.book, parameters)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    before = case.files["before.py"]
    if "refused.txt" in case.files:
        with pytest.raises(Refused) as refused:
            run(case, before)
        assert str(refused.value) == case.files["refused.txt"].strip()
        return
    done = run(case, before)
    assert done.code == case.files.get("after.py", before)
    compile(done.code, "after.py", "exec")
    if "notes.txt" in case.files:
        assert [f"{note.line} {note.subject}" for note in done.notes] == case.files["notes.txt"].splitlines()


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if "refused.txt" not in case.files and not case.book.startswith("derive_")],
    ids=lambda case: case.id,
)
def test_a_second_run_changes_nothing(case: Case) -> None:
    once = run(case, case.files["before.py"]).code
    assert run(case, once).code == once


@pytest.mark.parametrize("case", [case for case in CASES if "refused.txt" not in case.files], ids=lambda case: case.id)
def test_windows_line_endings_survive(case: Case) -> None:
    before = case.files["before.py"].replace("\n", "\r\n")
    done = run(case, before).code
    assert done == case.files.get("after.py", case.files["before.py"]).replace("\n", "\r\n")
