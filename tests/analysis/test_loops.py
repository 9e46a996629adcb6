"""A loop is gone through again only where what it changed may be read: what runs the second time round is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.facts.reader import read_facts
from wsgi2asgi.analysis.facts.values import FileFacts, FunctionFacts
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

MODELS = (
    "from django.db import models\n\n\nclass Author(models.Model):\n    pass\n\n\n"
    "class Book(models.Model):\n    author = models.ForeignKey(Author, models.CASCADE)\n"
)
IMPORTS = "from django.shortcuts import render\nfrom shop.models import Book\n\n\n"


def program(root: Path, body: str) -> Program:
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    source = f"{IMPORTS}class Shelf:\n    pass\n\n\ndef page(request, rows, shelf=Shelf()):\n{indented}"
    Case("loops", "", {"shop/models.py": MODELS, "shop/pages.py": source}).write(root)
    return analyse(discover(ProjectOptions(root)), jobs=1)


@pytest.mark.parametrize(
    "body",
    [
        "last = None\nfor row in rows:\n    print(last.author)\n    last = Book.objects.get(pk=row)",
        "last = None\nfor row in rows:\n    if row:\n        last = Book.objects.get(pk=row)\n    print(last.author)",
        "last = None\nwhile rows:\n    with last.author:\n        pass\n    last = Book.objects.get(pk=1)",
        "last = None\nfor row in rows:\n    for other in rows:\n        print(last.author)\n"
        "    last = Book.objects.get(pk=row)",
        "last = None\nfor row in rows:\n    try:\n        last = Book.objects.get(pk=row)\n    except ValueError:\n"
        "        print(last.author)",
        "shelf.last = None\nfor row in rows:\n    print(shelf.last.author)\n    shelf.last = Book.objects.get(pk=row)",
        "for row in rows:\n    if row:\n        print(last.author)\n        break\n    last = Book.objects.get(pk=1)",
        "last = None\nfor row in rows:\n    [print(last.author) for other in rows]\n    last = Book.objects.get(pk=1)",
    ],
)
def test_what_is_read_the_next_time_round_is_followed(body: str, tmp_path: Path) -> None:
    kinds = [operation.kind for operation in program(tmp_path, body).operations("shop.pages.page")]
    assert "lazy-relation" in kinds


def function(body: str) -> FunctionFacts:
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    facts = read_facts("a.py", f"def page(rows):\n{indented}".encode(), "source")
    assert isinstance(facts, FileFacts)
    return facts.by_qualname["page"]


@pytest.mark.parametrize(
    ("body", "reads"),
    [
        ("for row in rows:\n    name = row.name\n    print(name)", {"print"}),
        ("for row in rows:\n    if row:\n        name = row.name\n    print(name)", {"print", "name"}),
        ("for row in rows:\n    try:\n        name = row.name\n    finally:\n        print(name)", {"print", "name"}),
        (
            "for row in rows:\n    if row:\n        name = 1\n        print(name)\n    else:\n        print(2)",
            {"print"},
        ),
        ("for row in rows:\n    total = total + row", {"total"}),
        ("for row in rows:\n    total += row", {"total"}),
        ("for row in rows:\n    from a import b\n    b()", set()),
        ("for row in rows:\n    with row as b:\n        b()", set()),
    ],
)
def test_a_variable_that_a_round_sets_first_is_not_read_from_the_one_before(body: str, reads: set[str]) -> None:
    shape = function(body).shape
    loop = next(index for index, region in enumerate(function(body).regions) if region.kind == "loop")
    first = shape.regions.index(loop)
    assert shape.reads(loop, first) == reads
