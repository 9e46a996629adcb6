"""Attributes of the project's objects: properties that can be set, and placeholders that instances replace."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.urls import path
from shop.models import Book


class Labelled:
    def __init__(self, book):
        self.book = book

    @property
    def name(self):
        return self.book.author.name

    @name.setter
    def name(self, value):
        self.book.title = value

    @name.deleter
    def name(self):
        self.book.tags.clear()

    @property
    def title(self):
        return self.book.title

    @title.setter
    def title(self, value):
        self.book.title = f"{self.book.author.name}: {value}"

    def _author(self):
        return self.book.author.name

    author = property(_author)


class Kept:
    book = None

    def __init__(self, pk):
        self.book = Book.objects.get(pk=pk)


class Later:
    book = None

    def load(self, pk):
        self.book = Book.objects.get(pk=pk)


class Filled:
    book = None


@dataclass
class Row:
    book: Book | None = None
    books: list[Book] = field(default_factory=list)
    other: Any = None


def fill(found):
    found.book = Book.objects.get(pk=1)


# shows: 2.setter
# expect: async
def read(request):
    found = Labelled(Book.objects.get(pk=1))
    return HttpResponse(found.name)


# shows: 2.setter
# expect: async
def read_of_call(request):
    found = Labelled(Book.objects.get(pk=1))
    return HttpResponse(found.author)


# shows: 2.setter
# expect: async
def written(request):
    found = Labelled(Book.objects.get(pk=1))
    found.title = "x"
    return HttpResponse(found.title)


# shows: 2.setter
# expect: async
def written_by_name(request):
    found = Labelled(Book.objects.get(pk=1))
    setattr(found, "title", "x")
    return HttpResponse(found.title)


# shows: 2.setter
# expect: async
def deleted(request):
    found = Labelled(Book.objects.get(pk=1))
    del found.name
    return HttpResponse(found.title)


# shows: 2.placeholder
# expect: async
def kept(request):
    found = Kept(1)
    return HttpResponse(found.book.author.name)


# shows: 2.placeholder
# expect: async
def set_later(request):
    found = Later()
    found.load(1)
    return HttpResponse(found.book.author.name)


# shows: 2.placeholder
# expect: async
def set_elsewhere(request):
    found = Filled()
    fill(found)
    return HttpResponse(found.book.author.name)


# shows: 2.placeholder 2.generated
# expect: async
def row(request):
    found = Row(Book.objects.get(pk=1))
    return HttpResponse(found.book.author.name)


# shows: 2.placeholder 2.generated
# expect: async
def rows(request):
    found = Row(books=[Book.objects.get(pk=1)])
    return HttpResponse(found.books[0].author.name)


# shows: 2.placeholder 2.generated
# expect: async
def anything(request):
    found = Row(other=Book.objects.get(pk=1))
    return HttpResponse(found.other.author.name)


urlpatterns = [
    path("read/", read),
    path("read_of_call/", read_of_call),
    path("written/", written),
    path("written_by_name/", written_by_name),
    path("deleted/", deleted),
    path("kept/", kept),
    path("set_later/", set_later),
    path("set_elsewhere/", set_elsewhere),
    path("row/", row),
    path("rows/", rows),
    path("anything/", anything),
]
VISITS = [("GET", f"/{name}/") for name in (
    "read", "read_of_call", "written", "written_by_name", "deleted", "kept", "set_later", "set_elsewhere", "row",
    "rows", "anything",
)]
