"""The report for people: what repeats is said once, and the end says what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from casebook import Case
from hypothesis import given
from results import WORDS
from results import result as made

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.options import CheckOptions, ProjectOptions
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.plan import ViewResult
from wsgi2asgi.report import text_check
from wsgi2asgi.report.grouping import by_reason, names, places
from wsgi2asgi.workflow.check import check

UWSGI = "[uwsgi]\nmodule = site_.wsgi:application\n" + "".join(f"static-map = /s{n}=s{n}\n" for n in range(9))
VIEWS = "from django.http import HttpResponse\n\n\n" + "\n\n".join(
    f"def view_{n}(request):\n    return HttpResponse()\n" for n in range(40)
)
URLS = "from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [\n" + "".join(
    f'    path("{n}/", views.view_{n}),\n' for n in range(40)
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> CheckResult:
    """What is found in a project with many views of one kind and one habit repeated."""
    root: Path = tmp_path_factory.mktemp("project")
    files = {"uwsgi.ini": UWSGI, "shop/views.py": VIEWS, "shop/urls.py": f"{URLS}]\n"}
    Case("report", "report", files).write(root)
    (root / "site_/asgi.py").unlink()
    return check(CheckOptions(ProjectOptions(root), cache=False))


@pytest.fixture(scope="module")
def report(result: CheckResult) -> str:
    """The report on it."""
    return text_check.render(result)


def test_a_middle_sized_project_fits_on_a_few_screens(report: str) -> None:
    assert report.count("\n") < 90


def test_a_habit_repeated_is_one_message_with_its_places(report: str) -> None:
    assert report.count("static files are served by nobody") == 1
    assert "uwsgi.ini:3, 4, 5, 6, 7, 8 and 3 more" in report


def test_views_stand_under_the_reason_they_share(report: str) -> None:
    assert "shop.views.view_0, shop.views.view_1, shop.views.view_2 and 37 more" in report


def test_views_that_would_gain_stand_alone_only_where_they_can_be_converted(result: CheckResult) -> None:
    reasons = (Reason("it waits for another server"),)
    views = (
        replace(result.views[0], name="quick", verdict="convert", gain="high", reasons=reasons),
        *(replace(view, verdict="keep-sync", gain="high", reasons=reasons) for view in result.views[1:]),
    )
    text = text_check.render(replace(result, views=views))
    assert "40 would gain from async" in text
    assert "39 would gain, but cannot be converted:" in text
    assert "migrate makes those views async that gain (1)" in text


def test_the_end_says_what_to_do(report: str) -> None:
    end = report[report.index("Readiness") :]
    assert "wsgi2asgi migrate shows the diff that mends" in end


@pytest.mark.parametrize("columns", ["80", "120", "200"])
def test_prose_keeps_to_the_width_that_there_is(
    result: CheckResult, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = text_check.render(result).splitlines()
    assert [line for line in lines if len(line) > int(columns)] == []


@given(WORDS, WORDS)
def test_nothing_in_a_project_controls_the_terminal(word: str, path: str) -> None:
    report = text_check.render(made(word, path, source=word))
    assert all(letter.isprintable() or letter == "\n" for letter in report)


def test_code_is_quoted_with_a_line_below_what_is_meant() -> None:
    report = text_check.render(made("word", source="\tx = 1\n", place=Place("shop/views.py", 1, 2, 1, 3)))
    assert "    1 │     x = 1\n      │     ^\n" in report


def test_reasons_that_differ_in_names_of_other_code_are_one() -> None:
    reasons = [(f"v{n}", f"shop.tests.test_{n}.Tests.test calls v{n} directly") for n in range(2)]
    views = [ViewResult(f"shop.{name}", "kept-sync", (Reason(text),)) for name, text in reasons]
    assert by_reason(views) == [("… calls it directly", ["shop.v0", "shop.v1"])]
    assert by_reason(views[:1]) == [(reasons[0][1], ["shop.v0"])]


def test_a_view_that_is_named_as_a_word_of_the_reason_changes_nothing() -> None:
    text = "@login_required on an async view would pass by the project's own checks"
    views = [ViewResult(name, "kept-sync", (Reason(text),)) for name in ("shop.view", "shop.cart")]
    assert by_reason(views) == [(text, ["shop.view", "shop.cart"])]


def test_a_project_that_stays_is_not_told_to_move() -> None:
    one = made()
    stays = replace(one, verdict=replace(one.verdict, course="stay"))
    assert "\nIf it moves all the same:\n  1. " in text_check.render(stays)


def test_many_findings_of_one_kind_are_told_by_the_first_and_the_places_of_the_others() -> None:
    one = made()
    found = tuple(
        replace(one.findings[0], message=f"shop.views.v{n} waits", place=Place("shop/views.py", n, 1, n, 2))
        for n in range(1, 9)
    )
    report = text_check.render(replace(one, findings=found))
    assert "  shop.views.v1 waits (likely)\n    shop/views.py:1:1\n" in report
    assert "    7 more like it: shop/views.py:2, 3, 4, 5, 6, 7 and 1 more\n" in report


def test_a_name_before_a_colon_is_no_reason_yet() -> None:
    views = [ViewResult("v", "kept-sync", (Reason("@cache_page: its cache calls run on the event loop"),))]
    assert by_reason(views) == [("@cache_page: its cache calls run on the event loop", ["v"])]


def test_reasons_that_differ_in_numbers_alone_are_one() -> None:
    views = [ViewResult(f"v{n}", "kept-sync", (Reason(f"it gains nothing: {n} hops now"),)) for n in range(3)]
    assert by_reason(views) == [("it gains nothing", ["v0", "v1", "v2"])]


def test_a_single_place_has_its_column_and_names_are_cut_after_three() -> None:
    assert places([Place("a.py", 3, 7)]) == "a.py:3:7"
    assert names(["a", "b", "c", "d"]) == "a, b, c and 1 more"
