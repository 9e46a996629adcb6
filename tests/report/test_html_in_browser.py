"""The page in a real browser: it sorts, filters, fits a phone and logs no error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import browser
import pytest
from browser import Browser
from results import HOSTILE, result

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.report.html import render

pytestmark = pytest.mark.skipif(not browser.is_there(), reason="needs chromium and chromedriver")
_NAMES = "return [...document.querySelectorAll('#views-table tbody tr:not([hidden]) strong')].map((n) => n.textContent)"


def _many(word: str) -> CheckResult:
    one = result(word)
    slow, quick = one.views
    return replace(
        one, views=(replace(quick, name="shop.b"), replace(slow, name="shop.c"), replace(quick, name="shop.a"))
    )


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests of this file."""
    with browser.browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Browser:
    """The page of a result with three views."""
    return _opened(chromium, tmp_path, "word")


def _opened(chromium: Browser, folder: Path, word: str) -> Browser:
    (folder / "report.html").write_text(render(_many(word)), encoding="utf-8")
    chromium.resize(1280, 900)
    chromium.open(folder / "report.html")
    return chromium


def _click(page: Browser, column: int) -> None:
    page.run(f"document.querySelectorAll('#views-table thead button')[{column}].click()")


def _fill(page: Browser, field: str, value: str) -> None:
    page.run(
        "const field = document.querySelector(\"[data-target='views-table']\").elements['" + field + "'];"
        f"field.value = '{value}'; field.dispatchEvent(new Event('input', {{bubbles: true}}))"
    )


def test_views_are_sorted_by_a_click_and_the_other_way_by_another(page: Browser) -> None:
    assert page.run(_NAMES) == ["c", "a", "b"]
    _click(page, 0)
    assert page.run(_NAMES) == ["a", "b", "c"]
    _click(page, 0)
    assert page.run(_NAMES) == ["c", "b", "a"]
    assert page.run("return document.querySelector('#views-table th').getAttribute('aria-sort')") == "descending"


def test_views_are_filtered_by_words_and_by_verdict(page: Browser) -> None:
    _fill(page, "verdict", "keep-sync")
    assert page.run(_NAMES) == ["a", "b"]
    _fill(page, "words", "SHOP b")
    assert page.run(_NAMES) == ["b"]
    assert page.run("return document.querySelector('[data-target=views-table] output').textContent") == "1 of 3 views"


def test_findings_that_do_not_match_are_hidden_with_their_heading(page: Browser) -> None:
    page.run(
        "const list = document.querySelector(\"[data-target='findings-list'] select\");"
        "list.value = 'warning'; list.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    assert page.run("return document.querySelector('.severity.error').hidden")
    assert page.run("return document.querySelector('.severity.warning details').open")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("word", ["word", "x" * 300, *HOSTILE])
def test_the_page_is_no_wider_than_the_screen_and_logs_nothing(
    chromium: Browser, tmp_path: Path, word: str, width: int
) -> None:
    page = _opened(chromium, tmp_path, word)
    page.resize(width, 900)
    page.run("for (const folded of document.querySelectorAll('details')) folded.open = true")
    assert page.run("return document.documentElement.scrollWidth") == width
    assert page.messages() == []
