"""What ``verify`` tells people, and what ``migrate --verify-with`` adds to its report."""

from __future__ import annotations

import json

from wsgi2asgi.model.migrate import MigrateResult
from wsgi2asgi.model.plan import ChangeSet, FileChange
from wsgi2asgi.model.verify import NewFailure, PutBack, SingleTest, SuiteProof, SuiteRun, Verification
from wsgi2asgi.report import json_migrate, text_migrate, text_verify

RUN = SuiteRun(
    0,
    3.2,
    "3.12.1",
    "5.2",
    {"shop.tests.test_a": SingleTest("shop.tests.test_a", "passed"), "b": SingleTest("b", "failed", "Gone")},
    {"shop.tests.test_a": ("shop.views.login", "shop.views.detail")},
)
DETAIL = NewFailure("t.test_detail", "ValueError: no\nmore", "shop/views.py:7", "shop.views.detail")
OTHER = NewFailure("t.test_other", "was not run")
ODD = NewFailure("t.test_odd", "AttributeError", explained="the test itself reads what only a request under WSGI has")
CHANGE = FileChange("site/asgi.py", None, b"application = 1\n", ("asgi",))


def said(*failures: NewFailure) -> list[str]:
    return text_verify.render(Verification(("make", "test"), RUN, RUN, failures, ("t.flaky",))).splitlines()


def test_both_runs_stand_side_by_side() -> None:
    lines = said()
    assert lines[0] == "make test (Django 5.2 on Python 3.12.1)"
    assert [line.split() for line in lines[2:4]] == [
        ["as", "it", "is", "1", "1", "0", "1", "2", "3"],
        ["through", "ASGI", "1", "1", "0", "1", "2", "3"],
    ]
    assert lines[-1] == "No test fails through ASGI that passes as it is."


def test_failures_stand_under_the_view_that_they_point_to() -> None:
    text = "\n".join(said(DETAIL, OTHER))
    assert "shop.views.detail (1)\n  t.test_detail\n      ValueError: no (shop/views.py:7)\n" in text
    assert "no view was reached (1)\n  t.test_other\n      was not run\n" in text
    assert text.endswith("New failures through ASGI: 2, at 2 views.")


def test_what_is_not_counted_is_said() -> None:
    lines = said(ODD)
    assert f"    t.test_odd: {ODD.explained}" in lines
    assert "    t.flaky" in lines
    at = lines.index("fails as it is, and is not counted (1):")
    assert "compare these with a run before that" in lines[at + 2]
    assert lines[-1] == "No test fails through ASGI that passes as it is."


def test_a_migration_tells_which_views_were_put_back_and_for_which_test() -> None:
    put_back = PutBack("shop.views.detail", "t.test_detail", "ValueError: no", 2)
    proof = SuiteProof(("make", "test"), {"after, as it is": RUN}, put_back=(put_back,), rounds=2)
    result = MigrateResult(ChangeSet((CHANGE,)), asked=True, written=True, tests=proof)
    lines = text_migrate.render(result).splitlines()
    assert "make test, with the changes 2 times" in lines
    assert "    shop.views.detail: t.test_detail (2 tests): ValueError: no" in lines
    assert lines[-1] == "1 file proven and written. `wsgi2asgi undo` takes it back."


def test_a_migration_that_tests_refuse_says_what_fails() -> None:
    proof = SuiteProof(("make", "test"), {"after, as it is": RUN}, (DETAIL,), unserved=(OTHER, ODD), rounds=1)
    result = MigrateResult(ChangeSet((CHANGE,)), asked=True, tests=proof)
    lines = text_migrate.render(result).splitlines()
    assert "Fails through ASGI, with the changes and without (2)" in lines
    assert "New failures: 2." in lines
    assert lines[-1] == "Not applied: the proof failed, and 1 file stayed unchanged."
    value = json.loads(json_migrate.render(result))
    assert (value["applied"], value["proof"]["passed"]) == (False, False)
    assert value["proof"]["tests"]["new_failures"][0]["where"] == "shop/views.py:7"
