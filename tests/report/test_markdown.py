"""The Markdown summary, read by a Markdown parser: words of a project stay words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from results import HOSTILE, WORDS, result

from wsgi2asgi.report.markdown import render
from wsgi2asgi.report.markdown_text import code, table, text
from wsgi2asgi.report.plain import one_line

PARSER = MarkdownIt("commonmark").enable("table")


def _words(tokens: list[Token]) -> str:
    """What a reader sees."""
    return "".join(
        _words(token.children) if token.children else token.content
        for token in tokens
        if token.type in ("inline", "text", "text_special", "code_inline")
    )


@given(st.one_of(WORDS, st.text("`|\\_*[]<>&1.-# @~", min_size=1, max_size=12)))
def test_any_words_in_a_table_are_read_as_they_were(words: str) -> None:
    tokens = PARSER.parse("\n".join(table(("a", "b"), [(text(words), code(words))])))
    cells = [_words([token]) for token in tokens if token.type == "inline"]
    shown = re.sub(r"`([^`]+)`", r"\1", one_line(words))
    assert cells[:2] == ["a", "b"]
    assert "".join(cells[2].split()) == "".join(shown.split())
    assert "".join(cells[3].split()) == "".join(one_line(words).split())


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_leave_the_report_as_it_is(word: str) -> None:
    def structure(words: str) -> list[str]:
        return [token.type for token in PARSER.parse(render(result(words)))]

    assert structure(word) == structure("word")


def test_nobody_is_called_by_the_name_of_a_decorator() -> None:
    assert text("@login_required does not work") == "@<!-- -->login_required does not work"


def test_names_stay_readable() -> None:
    assert text("`time.sleep` in shop.views.slow_view calls __call__") == (
        "`time.sleep` in shop.views.slow_view calls \\_\\_call\\_\\_"
    )


def test_errors_stand_open_and_warnings_are_folded() -> None:
    report = render(result())
    assert "### Errors (1)\n" in report
    assert "<summary>Warnings (1)</summary>\n" in report
    assert "| `word` | high | 3 → 2 | word (shop/views.py:1) |" in report
