"""Files of tests and migrations are read while the rest is followed: nothing of it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.facts import processes
from wsgi2asgi.analysis.facts.waiting import can_wait
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

MODELS = "from django.db import models\n\n\nclass Book(models.Model):\n    title = models.CharField(max_length=80)\n"
TEST = "from shop.models import Book\n\n\ndef test_books():\n    assert count() == 0\n\n\n"
COUNT = "def count():\n    return Book.objects.count()\n"
PATH = "shop/test_books.py"


def program(root: Path, files: dict[str, str], jobs: int = 1) -> Program:
    Case("tests", "", {"shop/models.py": MODELS, **files}).write(root)
    return analyse(discover(ProjectOptions(root)), jobs=jobs)


@pytest.mark.parametrize(
    "text",
    [
        TEST,
        "import pytest\n\n@pytest.fixture\ndef book(): ...\n\ndef test_book(book): ...\n",
        "@mock.patch('shop.pay')\n@override_settings(\n    DEBUG=True)\ndef test_book(pay): ...\n",
        "class BookTests(TestCase):\n    def test_book(self): ...\n",
        "class BookTests(\n    views.PageTests,\n    APITestCase,\n):\n    @classmethod\n    def setUp(cls): ...\n\n"
        "    def test_book(self): ...\n",
        "from shop.asynchronous import send_async\n\ndef test_book():\n    send_async()\n",
    ],
)
def test_what_holds_only_tests(text: str) -> None:
    assert can_wait(PATH, "test", text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "def count(): ...\n",
        "class Book(Model): ...\ndef test_book(): ...\n",
        "def test_book():\n    class Book(Model): ...\n",
        "\N{BOM}class Book(Model): ...\ndef test_book(): ...\n",
        "def test_book(): ...\rclass Book(Model): ...\n",
        "# coding: utf-7\ndef test_book(): ...\n",
        "async def test_book(): ...\ndef test_books(): ...\n",
        "def test_book():\n    async_to_sync(page)()\n",
        "class BookTests(TestCase, Book):\n    def test_book(self): ...\n",
        "class TestBook(Test):\n    def test_book(self): ...\n",
        "class BookTests(TestCase):\n    class Form(forms.Form): ...\n\n    def test_book(self): ...\n",
        "@receiver(post_save)\ndef saved(**_): ...\n\ndef test_book(): ...\n",
        "@ patches\ndef saved(**_): ...\n\ndef test_book(): ...\n",
    ],
)
def test_what_may_be_part_of_the_project(text: str) -> None:
    assert not can_wait(PATH, "test", text.encode())


@pytest.mark.parametrize("path", ["shop/tests.py", "shop/tests/books.py", "shop/conftest.py"])
def test_what_tests_share_is_read_at_once(path: str) -> None:
    assert not can_wait(path, "test", TEST.encode())


MIGRATION = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = []\n"


def test_a_plain_migration_can_wait() -> None:
    assert can_wait("shop/migrations/0001_initial.py", "migration", MIGRATION.encode())
    assert not can_wait("shop/migrations/0001_initial.py", "source", MIGRATION.encode())


def test_a_migration_with_classes_of_its_own_cannot() -> None:
    own = MIGRATION + "\n\nclass AddColumn(migrations.RunSQL):\n    pass\n"
    assert not can_wait("shop/migrations/0001_initial.py", "migration", own.encode())


def test_migrations_stand_among_the_other_files(tmp_path: Path) -> None:
    found = program(
        tmp_path, {"shop/migrations/0001_initial.py": MIGRATION, "shop/pages.py": "class Page:\n    pass\n"}
    )
    paths = [cls.path for cls in found.classes.values()]
    assert paths == sorted(paths)
    lineage = found.classes["shop.migrations.0001_initial.Migration"].lineage
    assert lineage[1:] == ("django.db.migrations.Migration",)


@pytest.mark.parametrize("statement", ["from shop.test_books import count", "from .test_books import *"])
def test_what_a_view_imports_from_a_test_is_followed(statement: str, tmp_path: Path) -> None:
    views = (
        f"from django.http import HttpResponse\n{statement}\n\n\ndef page(request):\n    return HttpResponse(count())\n"
    )
    found = program(tmp_path, {PATH: TEST + COUNT, "shop/views.py": views})
    assert [effect.effect for effect in found.effects_of("shop.views.page")] == ["db"]


def test_tests_stand_among_the_other_files(tmp_path: Path) -> None:
    found = program(tmp_path, {PATH: TEST + COUNT, "shop/util.py": "def one():\n    return 1\n"})
    assert [*found.files] == sorted(found.files)
    paths = [function.path for function in found.functions.values()]
    assert paths == sorted(paths)
    assert [site.caller for site in found.references("shop.test_books.count")] == ["shop.test_books.test_books"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_test_that_does_not_parse_is_skipped(jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_WORTH_PROCESSES", 0)
    found = program(tmp_path, {PATH: "def test_books(:\n    pass\n"}, jobs)
    assert [item.path for item in found.skipped] == [PATH]
    assert PATH not in found.files
