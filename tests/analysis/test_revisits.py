"""A function is followed again only for news: other values to begin with, or another result of what it calls."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.flow.revisits import Revisits
from wsgi2asgi.analysis.program.operations import CallSite, Operation
from wsgi2asgi.analysis.program.program import Flow
from wsgi2asgi.analysis.program.types import Instance, Plain
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.places import Place

BOOK, TEXT = (Instance("shop.models.Book"),), (Plain("str"),)
CALL = CallSite("shop.views.page", "shop.views.pick", 3, Place("shop/views.py"))
CALLING = Flow((), (), (), (CALL,), TEXT)
MODELS = (
    "from django.db import models\n\n\nclass Author(models.Model):\n    pass\n\n\n"
    "class Book(models.Model):\n    author = models.ForeignKey(Author, models.CASCADE)\n"
)
URLS = (
    "from django.urls import path\nfrom shop import views\n\nurlpatterns = [path('a', views.a), path('b', views.b)]\n"
)


def test_the_same_values_are_no_news() -> None:
    revisits = Revisits()
    revisits.followed("shop.views.pick", {}, TEXT)
    revisits.followed(CALL.caller, {"book": BOOK}, TEXT)
    assert not revisits.has_news(CALL.caller, {"book": BOOK}, CALLING)


def test_other_values_are_news() -> None:
    revisits = Revisits()
    revisits.followed(CALL.caller, {"book": TEXT}, TEXT)
    assert revisits.has_news(CALL.caller, {"book": BOOK}, Flow((), (), (), (), ()))


def test_another_result_of_what_is_called_is_news_until_the_caller_was_followed_with_it() -> None:
    revisits = Revisits()
    revisits.followed(CALL.callee, {}, TEXT)
    revisits.followed(CALL.caller, {}, TEXT)
    revisits.followed(CALL.callee, {}, BOOK)
    assert revisits.has_news(CALL.caller, {}, CALLING)
    revisits.followed(CALL.caller, {}, TEXT)
    assert not revisits.has_news(CALL.caller, {}, CALLING)


def test_the_same_result_again_is_no_news() -> None:
    revisits = Revisits()
    revisits.followed(CALL.callee, {}, TEXT)
    revisits.followed(CALL.caller, {}, TEXT)
    revisits.followed(CALL.callee, {}, TEXT)
    assert not revisits.has_news(CALL.caller, {}, CALLING)


def test_what_templates_do_may_be_news() -> None:
    revisits = Revisits()
    revisits.followed(CALL.caller, {}, TEXT)
    rendering = Operation(3, "render", ("db",), "likely", "render", CALL.place)
    assert revisits.has_news(CALL.caller, {}, Flow((), (), (rendering,), (), TEXT))


@pytest.mark.parametrize(
    "helpers",
    [
        "def show(book):\n    return book.author\n",
        "def same(book):\n    return book\n\n\ndef show(book):\n    return same(book).author\n",
    ],
)
def test_what_a_later_call_hands_over_is_followed(helpers: str, tmp_path: Path) -> None:
    views = (
        f"from shop.models import Book\n\n\n{helpers}\n\n"
        "def a(request):\n    show('nothing')\n\n\ndef b(request):\n    show(Book.objects.get(pk=1))\n"
    )
    Case("revisits", "", {"shop/models.py": MODELS, "shop/urls.py": URLS, "shop/views.py": views}).write(tmp_path)
    found = analyse(discover(ProjectOptions(tmp_path)), jobs=1)
    names = [name for name in found.functions if name.startswith("shop.views.")]
    assert "lazy-relation" in {operation.kind for name in names for operation in found.operations(name)}
