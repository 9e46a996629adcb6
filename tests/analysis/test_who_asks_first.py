"""What is known of a function hangs on what requests call it with, never on what was asked of the program before."""

from __future__ import annotations

from pathlib import Path

from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

FILES = {
    "shop/models.py": (
        "from django.db import models\n\n\nclass Author(models.Model):\n    pass\n\n\n"
        "class Book(models.Model):\n    author = models.ForeignKey(Author, models.CASCADE)\n"
    ),
    "shop/urls.py": "from django.urls import path\nfrom shop import views\n\nurlpatterns = [path('', views.page)]\n",
    "shop/views.py": (
        "from elsewhere import queue\nfrom shop.texts import first, tell, title\n\n\n"
        "def page(request):\n    queue.put(title)\n    queue.put(tell)\n    queue.put(first)\n"
    ),
    "shop/texts.py": (
        "from shop.models import Book\n\n\ndef title(book):\n    return book.author\n\n\n"
        "def first(book):\n    return book.author\n\n\n"
        "def tell():\n    return title(Book.objects.get())\n"
    ),
    "shop/management/commands/show.py": (
        "from shop.models import Book\nfrom shop.texts import first\n\n\ndef show():\n    return first(Book())\n"
    ),
}


def project(root: Path) -> Program:
    Case("who asks first", "", FILES).write(root)
    return analyse(discover(ProjectOptions(root)), jobs=1)


def relations_read(program: Program) -> list[str]:
    return [site.function for site in program.sites() if site.call == "book.author"]


def test_what_is_handed_on_is_followed_with_all_that_calls_it(tmp_path: Path) -> None:
    assert relations_read(project(tmp_path)) == ["shop.texts.title"]


def test_code_that_no_request_runs_tells_nothing_of_what_requests_run(tmp_path: Path) -> None:
    program = project(tmp_path)
    assert program.flow("shop.management.commands.show.show").calls
    assert relations_read(program) == ["shop.texts.title"]
