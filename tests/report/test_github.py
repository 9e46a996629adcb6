"""Workflow commands: one line each, whatever the message."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from results import WORDS, result

from wsgi2asgi.model.places import Place
from wsgi2asgi.report.github import render

_COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:]*)::(?P<text>.*)")


def _unescaped(text: str) -> str:
    for escape, letter in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, letter)
    return text


@given(WORDS, WORDS)
def test_any_words_and_paths_are_one_command_a_line_and_come_back(word: str, path: str) -> None:
    lines = render(result(word, path)).split("\n")
    found = [_COMMAND.fullmatch(line.replace("\r", "BARE")) for line in lines]
    assert len(lines) == 3
    assert found[1]
    assert _unescaped(found[1]["text"]) == word
    properties = dict(item.split("=", 1) for item in found[1]["properties"].split(","))
    assert list(properties) == ["file", "line", "endLine", "col", "endColumn", "title"]


def test_a_finding_is_a_command_with_its_place_and_the_way_there() -> None:
    assert render(result()).split("\n") == [
        "::error file=shop/views.py,line=1,endLine=1,col=1,endColumn=2,title=ASG501 blocking-sleep"
        "::word%0Ashop/views.py:1: word",
        "::warning file=shop/views.py,line=1,endLine=1,col=1,endColumn=2,title=ASG501 blocking-sleep::word",
        "::warning file=shop/views.py,title=file skipped::word",
    ]


def test_a_span_of_several_lines_has_no_columns() -> None:
    one = result()
    finding = replace(one.findings[1], place=Place("a.py", 3, 5, 4, 2))
    assert render(replace(one, findings=(finding,), skipped=())).startswith(
        "::warning file=a.py,line=3,endLine=4,title="
    )
