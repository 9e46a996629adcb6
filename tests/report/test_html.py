"""The page: whole, escaped, and without anything to fetch."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from results import HOSTILE, WORDS, result

from wsgi2asgi.report.html import render
from wsgi2asgi.report.html.elements import tag

_EMPTY = ("meta", "input", "br")


class _Outline(HTMLParser):
    """The elements in order, what is not closed in its order, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append(name)
        self.attributes += [key for key, _ in attributes]
        if name not in _EMPTY:
            self.open.append(name)

    def handle_endtag(self, name: str) -> None:
        if not self.open or self.open.pop() != name:
            self.wrong.append(name)

    def handle_data(self, data: str) -> None:
        self.text += data


_UNDOTTED = WORDS.map(lambda word: word.replace(".", "-"))  # a dotted name is shown in two parts


@given(_UNDOTTED, _UNDOTTED)
def test_any_words_leave_the_elements_as_they_are(word: str, path: str) -> None:
    plain, page = _Outline(render(result("word", "path"))), _Outline(render(result(word, path)))
    kinds = [element for element in page.elements if element != "code"]  # what a message quotes is code
    assert kinds == [element for element in plain.elements if element != "code"]
    assert page.attributes == plain.attributes
    assert not page.open
    assert not page.wrong


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_are_read_as_they_were(word: str) -> None:
    shown = " ".join(re.sub(r"`([^`]+)`", r"\1", word).split())
    assert shown in " ".join(_Outline(render(result(word))).text.split())


def test_the_page_asks_the_network_for_nothing() -> None:
    page = render(result())
    assert "default-src &#x27;none&#x27;" in page
    assert not re.search(r"<(link|img|iframe|object)|src=|@import|url\(", page)


def test_a_finding_shows_its_code_with_what_is_meant() -> None:
    assert '<span class="line meant"><i>1</i><mark>x</mark> = 1\n</span>' in render(result())


def test_a_table_tells_each_cell_which_column_it_belongs_to() -> None:
    assert '<td role="cell" data-column="gain">' in render(result())


def test_attributes_and_children_are_escaped() -> None:
    assert tag("p", '<"', title='"><') == '<p title="&quot;&gt;&lt;">&lt;&quot;</p>'
    assert tag("input", hidden=True, value=None) == "<input hidden>"
