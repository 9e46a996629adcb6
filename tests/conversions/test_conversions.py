"""Every conversion is run: the original under WSGI, the converted views under Uvicorn, and the answers compared.

The cases are the modules of ``cases``: views, with ``# expect: async`` or ``# expect: sync WORDS`` above each, and the
requests to make.
"""

from __future__ import annotations

import difflib
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from djangos import ENVIRONMENTS

from tests.conversions.conversion_project import CASES, HERE, convert, expectations, write
from tests.conversions.visiting import answers
from wsgi2asgi.model.plan import ViewResult


class Converted:
    """The project of all cases, before and after, on one Django."""

    def __init__(self, folder: Path, django: str, orm: str) -> None:
        self.django, self.orm = django, orm
        self.before, self.after = folder / "before", folder / orm
        if not self.before.exists():
            write(self.before, django)
        self.outcome = convert(self.before, self.after, orm)
        self.results = {view.name: view for view in self.outcome.changes.step.views}


visit = cache(answers)


RUNS = [
    pytest.param((django, orm), id=f"{django}-{orm}", marks=pytest.mark.xdist_group(f"conversions-{django}"))
    for django in ENVIRONMENTS
    for orm in ("native", "wrap")
]


@pytest.fixture(scope="module", params=RUNS)
def converted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    django, orm = request.param
    return Converted(tmp_path_factory.getbasetemp() / f"execution-{django}", django, orm)


@pytest.mark.parametrize("case", CASES)
def test_the_views_that_should_convert_do_and_the_others_say_why_not(converted: Converted, case: str) -> None:
    if (converted.django, converted.orm) != ("5.2", "native"):
        pytest.skip("expectations are those of Django 5.2")
    wrong = []
    for expected in expectations(case):
        result: ViewResult = converted.results[f"cases.{case}.{expected.view}"]
        reasons = "; ".join(reason.text for reason in result.reasons)
        if (result.result == "converted") != expected.is_async:
            wrong.append(f"{expected.view}: {result.result} ({reasons})")
        elif not expected.is_async and expected.reason not in reasons:
            wrong.append(f"{expected.view}: stays sync, but because: {reasons}")
    assert not wrong, "\n".join(wrong)


def test_a_view_of_another_kind_has_one_reason_to_stay_sync(converted: Converted) -> None:
    assert len(converted.results["cases.classes.Generic"].reasons) == 1


@pytest.mark.boots
def test_converted_views_answer_as_the_originals_did(converted: Converted) -> None:
    before = visit(converted.before, converted.django, "wsgi")
    after = visit(converted.after, converted.django, "asgi")
    assert before.keys() == after.keys()
    assert not [name for name in before if before[name]["status"] >= 500], "a case is broken before it is converted"
    assert differences(before, after) == []


def test_no_view_fails_the_guard(converted: Converted) -> None:
    """The guard compiles, lets the inspector look for new errors, and plans a second time."""
    assert converted.outcome.bugs == ()
    assert converted.outcome.refused == ()


@pytest.mark.parametrize("case", CASES)
def test_the_converted_text_is_the_one_that_was_read_and_approved(converted: Converted, case: str) -> None:
    """``tests/conversions/approved/<case>.diff``; WSGI2ASGI_APPROVE=1 writes it anew."""
    if (converted.django, converted.orm) != ("5.2", "native"):
        pytest.skip("approved on Django 5.2")
    path = f"cases/{case}.py"
    before, after = ((root / path).read_text().splitlines() for root in (converted.before, converted.after))
    text = "\n".join(difflib.unified_diff(before, after, path, path, n=1, lineterm="")) + "\n"
    approved = HERE / "approved" / f"{case}.diff"
    if os.environ.get("WSGI2ASGI_APPROVE"):
        approved.parent.mkdir(exist_ok=True)
        approved.write_text(text)
    assert text == approved.read_text()


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    found = []
    for visit in before:
        for part, value in before[visit].items():
            other = after[visit][part]
            if part == "blocked":
                if other:
                    found.append(f"{visit}: blocks the loop: {other}")
            elif value != other:
                found.append(f"{visit}: {part}: {value!r} became {other!r} {after[visit]['errors']}")
    return found
