"""What ``migrate`` tells people: every view, every thing left to do, and how it ended."""

from __future__ import annotations

import pytest

from wsgi2asgi.model.migrate import MigrateResult
from wsgi2asgi.model.places import Place, Reason, Skipped
from wsgi2asgi.model.plan import ChangeSet, CreateFile, FileChange, Step, ViewResult
from wsgi2asgi.report.text_migrate import render

WISH = CreateFile("site/asgi.py", "application = 1\n", "an ASGI server needs it")
CHANGE = FileChange("site/asgi.py", None, b"application = 1\n", ("asgi",))


def _step(*views: ViewResult, advice: tuple[Reason, ...] = ()) -> Step:
    return Step("asgi", "create_asgi", "Write asgi.py", "safe", (WISH,), views, advice=advice)


def _said(*views: ViewResult) -> str:
    return render(MigrateResult(ChangeSet((CHANGE,), (_step(*views),))))


def test_the_diff_comes_first_and_the_way_on_last() -> None:
    lines = _said().splitlines()
    assert lines[0] == "diff --git a/site/asgi.py b/site/asgi.py"
    assert lines[-1] == "Dry run: 1 file would change. Nothing was written; --apply writes it."


def test_views_that_stay_sync_are_grouped_by_their_reason() -> None:
    text = _said(
        ViewResult("shop.a", "kept-sync", (Reason("@own is not known to work on async views"),)),
        ViewResult("shop.b", "kept-sync", (Reason("@own is not known to work on async views"),)),
    )
    assert "Views (0 of 2 converted)" in text
    assert "2 kept-sync:\n     2  @own is not known to work on async views\n        shop.a, shop.b" in text


def test_views_that_are_async_already_need_no_reason() -> None:
    assert "2 already-async: shop.a, shop.b" in _said(
        ViewResult("shop.a", "already-async"), ViewResult("shop.b", "already-async")
    )


def test_what_is_left_to_a_person_says_where() -> None:
    advice = (Reason("restart the service", Place("deploy/site.service", 4, 1, 4, 10)),)
    text = render(MigrateResult(ChangeSet((CHANGE,), (_step(advice=advice),), (Skipped("x.py", "does not parse"),))))
    assert "- restart the service (deploy/site.service:4)" in text
    assert "does not parse" in text


@pytest.mark.parametrize(
    ("result", "end"),
    [
        (MigrateResult(ChangeSet()), "Nothing to change."),
        (
            MigrateResult(ChangeSet((CHANGE,)), asked=True),
            "Not applied: the proof failed, and 1 file stayed unchanged.",
        ),
        (
            MigrateResult(ChangeSet((CHANGE,)), asked=True, written=True),
            "1 file written. `wsgi2asgi undo` takes it back.",
        ),
    ],
    ids=["nothing", "refused", "written"],
)
def test_the_end_says_how_it_ended(result: MigrateResult, end: str) -> None:
    assert render(result).splitlines()[-1] == end
