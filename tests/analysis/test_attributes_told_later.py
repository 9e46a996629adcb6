"""An object may hold one of many functions: all of them count, whoever was read first."""

from __future__ import annotations

from pathlib import Path

from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

MODELS = "from django.db import models\n\n\nclass Book(models.Model):\n    title = models.CharField(max_length=80)\n"
REPORTS = """\
class Report:
    def __init__(self, slug, find):
        self.slug = slug
        self.find = find


def recent(books):
    return books.order_by("-pk")


def long(books):
    return [book for book in books if len(book.title) > 40]


RECENT = Report("recent", recent)
LONG = Report("long", long)


def available():
    return (RECENT, LONG)
"""
VIEWS = """\
from django.http import HttpResponse

from shop.models import Book
from shop.reports import available


def found(report, books):
    return report.find(books)


def page_report(request, slug):
    report = {report.slug: report for report in available()}[slug]
    return HttpResponse(len(found(report, Book.objects.all())))
"""


def test_functions_that_objects_are_made_with_later(tmp_path: Path) -> None:
    files = {"shop/models.py": MODELS, "shop/reports.py": REPORTS, "shop/views.py": VIEWS}
    Case("reports", "", files).write(tmp_path)
    program = analyse(discover(ProjectOptions(tmp_path)), jobs=1)
    (call,) = program.operations("shop.views.found")
    assert set(call.callees) == {"shop.reports.recent", "shop.reports.long"}
