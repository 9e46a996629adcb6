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


def test_what_an_executor_of_the_running_loop_gets_is_not_on_the_loop(tmp_path: Path) -> None:
    views = (
        "import asyncio\n\n\ndef total():\n    return Book.objects.count()\n\n\n"
        "async def page(request):\n    loop = asyncio.get_running_loop()\n"
        "    return await loop.run_in_executor(None, total)\n"
    )
    found = program(tmp_path, views)
    assert found.on_loop("shop.views.total") is None
    assert [item.where for item in found.operations("shop.views.page") if "shop.views.total" in item.callees] == [
        "thread"
    ]


def test_a_method_of_a_manager_given_to_a_thread_is_seen(tmp_path: Path) -> None:
    views = "import asyncio\n\n\nasync def page(request):\n    return await asyncio.to_thread(Book.objects.count)\n"
    (operation,) = program(tmp_path, views).operations("shop.views.page")
    assert (operation.kind, operation.where, operation.method) == ("orm", "thread", "count")


def test_making_a_generator_runs_nothing_of_it(tmp_path: Path) -> None:
    views = (
        "from django.http import StreamingHttpResponse\n\n\ndef rows():\n    yield Book.objects.count()\n\n\n"
        "async def page(request):\n    return StreamingHttpResponse(rows())\n"
    )
    found = program(tmp_path, views)
    assert found.on_loop("shop.views.rows") is None
    assert list(found.blocking_on_loop("orm")) == []
    assert [effect.effect for effect in found.effects_of("shop.views.page")] == ["db"]


def test_iterating_a_generator_runs_it(tmp_path: Path) -> None:
    views = (
        "def rows():\n    yield Book.objects.count()\n\n\n"
        "def made():\n    return rows()\n\n\nasync def page(request):\n    return [row for row in made()]\n"
    )
    (blocked,) = program(tmp_path, views).blocking_on_loop("orm")
    assert blocked.function == "shop.views.rows"


def test_an_awaited_call_under_a_dual_decorator_runs_its_async_wrapper(tmp_path: Path) -> None:
    views = (
        "from asgiref.sync import iscoroutinefunction\n\n\ndef counted(view):\n    if iscoroutinefunction(view):\n\n"
        "        async def wrapper(request):\n            await Book.objects.acount()\n"
        "            return await view(request)\n\n    else:\n\n"
        "        def wrapper(request):\n            Book.objects.count()\n            return view(request)\n\n"
        "    return wrapper\n\n\n@counted\nasync def first(request):\n    return 1\n\n\n"
        "async def second(request):\n    return await first(request)\n"
    )
    assert list(program(tmp_path, views).blocking_on_loop("orm")) == []
