"""What ``self`` is, and what hangs on it: across methods, mixins, classes below, and what frameworks hand over."""

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
from django.http import HttpResponse
from django.views.generic import DetailView, ListView, View

from shop.models import Author, Book


"""
URLS = 'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("", views.Page.as_view())]\n'


def calls(root: Path, views: str, files: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """(function, call) of each site; ``views.Page`` is the view."""
    own = {"shop/models.py": MODELS, "shop/views.py": HEAD + views, "shop/urls.py": URLS, **(files or {})}
    Case("receivers", "", own).write(root)
    found = analyse(discover(ProjectOptions(root)), jobs=1).sites()
    return list(dict.fromkeys((site.function.removeprefix("shop."), site.call) for site in found))


def test_a_mixin_without_bases_is_a_view_where_views_have_it(tmp_path: Path) -> None:
    views = (
        "class Own:\n    def get_queryset(self):\n"
        "        return super().get_queryset().filter(author=self.request.user).order_by('pk')\n\n\n"
        "class Page(Own, ListView):\n    model = Book\n\n    def get(self, request):\n"
        "        return HttpResponse(list(self.get_queryset()))\n"
    )
    assert calls(tmp_path, views) == [
        ("views.Own.get_queryset", "self.request.user"),
        ("views.Page.get", "list"),
    ]


def test_an_attribute_that_setup_assigns_is_typed_in_other_methods(tmp_path: Path) -> None:
    views = (
        "class Page(View):\n    def setup(self, request, *args, **kwargs):\n"
        "        super().setup(request, *args, **kwargs)\n        self.book = Book(pk=1, author_id=2)\n\n"
        "    def get(self, request):\n        return HttpResponse(self.book.author)\n"
    )
    assert calls(tmp_path, views) == [("views.Page.get", "self.book.author")]


def test_what_a_base_class_leaves_to_its_heirs_is_found_below(tmp_path: Path) -> None:
    views = (
        "class Base(View):\n    def get(self, request):\n        return HttpResponse(self.rows(), self.total)\n\n"
        "    def rows(self):\n        raise NotImplementedError\n\n\n"
        "class Page(Base):\n    def rows(self):\n        return list(Book.objects.all())\n\n"
        "    @property\n    def total(self):\n        return Book.objects.count()\n"
    )
    assert calls(tmp_path, views) == [("views.Page.rows", "list"), ("views.Page.total", "Book.objects.count")]


def test_super_in_a_mixin_reaches_what_the_views_put_behind_it(tmp_path: Path) -> None:
    views = (
        "class Rows(View):\n    def rows(self):\n        return Book.objects.all()\n\n\n"
        "class Counted:\n    def rows(self):\n        return super().rows().count()\n\n\n"
        "class Page(Counted, Rows):\n    def get(self, request):\n        return HttpResponse(self.rows())\n"
    )
    assert calls(tmp_path, views) == [("views.Counted.rows", "super().rows().count")]


def test_a_mixin_of_models_is_the_models(tmp_path: Path) -> None:
    models = MODELS.replace("class Book(models.Model)", "class Book(Written, models.Model)").replace(
        "class Author", "class Written:\n    def writer(self):\n        return self.author.name\n\n\nclass Author"
    )
    views = "class Page(View):\n    def get(self, request):\n        return HttpResponse(Book(pk=1).writer())\n"
    assert calls(tmp_path, views, {"shop/models.py": models}) == [("models.Written.writer", "self.author")]


def test_what_middleware_hangs_on_the_request_is_typed_in_views(tmp_path: Path) -> None:
    settings = 'ROOT_URLCONF = "site_.urls"\nINSTALLED_APPS = ["shop"]\nMIDDLEWARE = ["shop.middleware.Shelf"]\n'
    middleware = (
        "from shop.models import Book\n\n\nclass Shelf:\n    def __init__(self, get_response):\n"
        "        self.get_response = get_response\n\n    def __call__(self, request):\n"
        "        request.book = Book(pk=1, author_id=2)\n        return self.get_response(request)\n"
    )
    views = "class Page(View):\n    def get(self, request):\n        return HttpResponse(request.book.author)\n"
    files = {"site_/settings.py": settings, "shop/middleware.py": middleware}
    assert calls(tmp_path, views, files) == [("views.Page.get", "request.book.author")]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "shop/admin.py",
            "from django.contrib import admin\n\nfrom shop.models import Book\n\n\n@admin.register(Book)\n"
            "class BookAdmin(admin.ModelAdmin):\n    def writer(self, obj):\n        return obj.author.name\n",
            ("admin.BookAdmin.writer", "obj.author"),
            id="the object of an admin",
        ),
        pytest.param(
            "shop/admin.py",
            "from django.contrib import admin\n\nfrom shop.models import Book\n\n\nclass Books(admin.TabularInline):\n"
            "    model = Book\n\n    def writer(self, obj):\n        return obj.author.name\n",
            ("admin.Books.writer", "obj.author"),
            id="the object of an inline",
        ),
        pytest.param(
            "shop/signals.py",
            "from django.db.models.signals import post_save\nfrom django.dispatch import receiver\n\n"
            "from shop.models import Book\n\n\n@receiver(post_save, sender=Book)\n"
            "def saved(sender, instance, **kwargs):\n    print(instance.author)\n    sender.objects.count()\n",
            ("signals.saved", "instance.author"),
            id="the instance of a receiver",
        ),
    ],
)
def test_what_django_hands_to_a_method_is_known(
    path: str, text: str, expected: tuple[str, str], tmp_path: Path
) -> None:
    views = "class Page(View):\n    def get(self, request):\n        return HttpResponse()\n"
    assert expected in calls(tmp_path, views, {path: text})


def test_the_items_of_a_feed_are_what_items_gives(tmp_path: Path) -> None:
    feeds = (
        "from django.contrib.syndication.views import Feed\n\nfrom shop.models import Book\n\n\n"
        "class Latest(Feed):\n    def items(self):\n        return Book.objects.all()[:5]\n\n"
        "    def item_title(self, item):\n        return item.author.name\n"
    )
    urls = 'from django.urls import path\n\nfrom shop.feeds import Latest\n\nurlpatterns = [path("", Latest())]\n'
    found = calls(tmp_path, "", {"shop/feeds.py": feeds, "shop/urls.py": urls})
    assert ("feeds.Latest.item_title", "item.author") in found


def test_a_class_that_was_asked_for_is_known_in_the_branch(tmp_path: Path) -> None:
    views = (
        "class Page(View):\n    def get(self, request):\n        return HttpResponse(self.show(pick(request)))\n\n"
        "    def show(self, thing):\n        if isinstance(thing, Book):\n            return thing.author\n"
        "        return thing.author\n\n\ndef pick(request):\n    return eval(request.GET['thing'])\n"
    )
    assert calls(tmp_path, views) == [("views.Page.show", "thing.author")]


def test_a_list_in_pages_is_counted_when_its_context_is_made(tmp_path: Path) -> None:
    views = (
        "class Page(ListView):\n    model = Book\n    paginate_by = 20\n\n    def get_context_data(self, **kwargs):\n"
        "        return super().get_context_data(**kwargs)\n"
    )
    assert ("views.Page.get_context_data", "super().get_context_data") in calls(tmp_path, views)


@pytest.mark.parametrize(
    "book",
    [
        "random.choice(Book.objects.all())",
        "random.sample(list(Book.objects.all()), 1)[0]",
        "heapq.nlargest(1, Book.objects.all())[0]",
        "typing.cast(Book, Book.objects.first())",
        "functools.reduce(max, Book.objects.all())",
    ],
)
def test_what_the_standard_library_hands_back_is_no_plain_value(book: str, tmp_path: Path) -> None:
    views = (
        "import functools\nimport heapq\nimport random\nimport typing\n\n\n"
        f"class Page(View):\n    def get(self, request):\n        book = {book}\n"
        "        book.refresh_from_db()\n        return HttpResponse()\n"
    )
    assert ("views.Page.get", "book.refresh_from_db") in calls(tmp_path, views)
