"""What runs on the event loop, and the way there."""

from __future__ import annotations

from pathlib import Path

from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

MODELS = """\
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=80)

    def count(self):
        return Book.objects.count()

    def label(self):
        return f"{self.title} of {self.count()}"
"""


def program(root: Path, views: str) -> Program:
    head = "from asgiref.sync import sync_to_async\n\nfrom shop.models import Book\n\n\n"
    Case("loop", "", {"shop/models.py": MODELS, "shop/views.py": head + views}).write(root)
    return analyse(discover(ProjectOptions(root)), jobs=1)


def test_what_only_goes_to_a_thread_is_not_on_the_loop(tmp_path: Path) -> None:
    found = program(tmp_path, "async def page(request):\n    return await sync_to_async(Book(title='a').label)()\n")
    assert found.on_loop("shop.models.Book.label") is None
    assert list(found.blocking_on_loop("orm")) == []


def test_the_way_to_an_operation_leaves_out_what_is_handed_to_threads(tmp_path: Path) -> None:
    views = (
        "async def first(request):\n    return await sync_to_async(Book(title='a').label)()\n\n\n"
        "async def second(request):\n    return Book(title='a').label()\n"
    )
    (blocked,) = program(tmp_path, views).blocking_on_loop("orm")
    assert [step.text for step in blocked.evidence] == [
        "shop.views.second calls shop.models.Book.label",
        "shop.models.Book.label calls shop.models.Book.count",
    ]
    assert blocked.certainty == "likely"
