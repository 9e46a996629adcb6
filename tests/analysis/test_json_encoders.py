"""What makes JSON runs the encoder that it is given, and a function for what JSON has no form for."""

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
import functools
import json

import orjson
from django.core.serializers.json import DjangoJSONEncoder
from django.http import JsonResponse

from shop.models import Book


class Encoder(DjangoJSONEncoder):
    def default(self, obj):
        if isinstance(obj, Book):
            return obj.author.name
        return super().default(obj)


class Plain(json.JSONEncoder):
    pass


def author_of(obj):
    return obj.author.name


def made(book: Book):
"""
READS = ["shop.pages.Encoder.default", "shop.pages.author_of"]


@pytest.mark.parametrize(
    ("source", "callees"),
    [
        ("json.dumps(book, cls=Encoder)", READS[:1]),
        ("json.dumps([book], default=author_of)", READS[1:]),
        ("json.dumps([book], default=functools.partial(author_of))", READS[1:]),
        ("JsonResponse({'book': book}, Encoder)", READS[:1]),
        ("JsonResponse({'book': book}, encoder=Encoder)", READS[:1]),
        ("JsonResponse({'book': book}, json_dumps_params={'default': author_of})", READS[1:]),
        ("orjson.dumps({'book': book}, author_of)", READS[1:]),
        ("json.dumps(book.pk, cls=Plain)", []),
        ("JsonResponse({'pk': book.pk}, encoder=DjangoJSONEncoder)", []),
    ],
)
def test_what_makes_json_runs_what_it_is_given(source: str, callees: list[str], tmp_path: Path) -> None:
    Case("encoders", "", {"shop/models.py": MODELS, "shop/pages.py": f"{HEAD}    return {source}\n"}).write(tmp_path)
    program = analyse(discover(ProjectOptions(tmp_path)), jobs=1)
    found = [callee for item in program.operations("shop.pages.made") for callee in item.callees]
    assert found == callees
    assert all(program.operations(name) for name in callees)
