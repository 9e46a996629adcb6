"""Which looks into a queryset or formset keep its rows for the next, and which query each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

MODELS = """\
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
"""
HEAD = """\
from asgiref.sync import sync_to_async
from django.forms import BaseFormSet, inlineformset_factory

from shop.models import Author, Book


class Lines(BaseFormSet):
    def add_fields(self, form, index):
        form.fields["copy"].initial = Book.objects.count()


"""


def lines(source: str, root: Path) -> list[tuple[int, str]]:
    """The lines of a function, counted from 1, that do something on the event loop, and what that is."""
    files = {"shop/models.py": MODELS, "shop/pages.py": f"{HEAD}{source}"}
    Case("rows", "", files).write(root)
    operations = analyse(discover(ProjectOptions(root)), jobs=1).operations("shop.pages.page")
    first = HEAD.count("\n") + 1
    return [(item.place.line - first, item.kind) for item in operations if item.where == "here"]


@pytest.mark.parametrize(
    ("first", "asks_again"),
    [
        ("len(books)", False),
        ("[book.pk for book in books]", False),
        ("books[0]", True),
        ("books[0:4:2]", True),
        ("str(books)", True),
    ],
)
def test_what_keeps_the_rows_of_a_query(first: str, asks_again: bool, tmp_path: Path) -> None:
    source = f"def page():\n    books = Book.objects.all()\n    {first}\n    return len(books)\n"
    assert [line for line, _ in lines(source, tmp_path)] == ([2, 3] if asks_again else [2])


@pytest.mark.parametrize(
    ("moved", "asks_again"),
    [
        ("sum(1 for book in books if book.pk)", False),
        ("len(books)", False),
        ("books[0]", True),
        ("flag and len(books)", True),
        ("books.count()", True),
    ],
)
def test_rows_that_a_thread_has_fetched(moved: str, asks_again: bool, tmp_path: Path) -> None:
    source = (
        "async def page(flag: bool):\n    books = Book.objects.all()\n"
        f"    await sync_to_async(lambda: {moved})()\n    return len(books)\n"
    )
    assert lines(source, tmp_path) == ([(3, "orm-consume")] if asks_again else [])


@pytest.mark.parametrize(
    "look",
    [
        "for form in lines: pass",
        "for form in lines.forms + []: pass",
        "len(lines)",
        "lines[0]",
        "lines.extra_forms",
        "lines.management_form",
        "lines.total_form_count()",
    ],
)
def test_the_forms_of_a_formset_are_made_when_they_are_looked_at(look: str, tmp_path: Path) -> None:
    made = 'inlineformset_factory(Author, Book, fields=["author"])'
    source = f"def page():\n    Books = {made}\n    lines = Books()\n    {look}\n"
    assert (3, "form") in lines(source, tmp_path)


def test_methods_of_an_own_formset_make_its_forms(tmp_path: Path) -> None:
    assert lines("def page(lines: Lines):\n    return lines.forms\n", tmp_path) == [(1, "form")]


def test_each_of_the_forms_is_a_form(tmp_path: Path) -> None:
    made = 'inlineformset_factory(Author, Book, fields=["author"])'
    source = (
        f"def page():\n    Books = {made}\n    lines = Books()\n    for form in lines.forms:\n"
        "        form.instance.author.name\n        form.save()\n"
    )
    assert {4, 5} <= {line for line, _ in lines(source, tmp_path)}
