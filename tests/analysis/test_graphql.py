"""Resolvers, mutations and data loaders run while a request is answered: GraphQL libraries call them by name."""

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
GRAPHENE = """\
import graphene
from graphene_django import DjangoObjectType
from promise.dataloader import DataLoader

from shop.models import Author, Book


class AuthorsById(DataLoader):
    def batch_load_fn(self, keys):
        return Author.objects.in_bulk(keys)


class BookType(DjangoObjectType):
    writer = graphene.String()

    class Meta:
        model = Book

    def resolve_writer(self, info):
        return self.author.name


class AddBook(graphene.Mutation):
    @classmethod
    def mutate(cls, root, info, title):
        return cls.perform(info, title)

    @classmethod
    def perform(cls, info, title):
        Book.objects.create(title=title)


def resolve_books(root, info):
    return list(Book.objects.all())


class Query(graphene.ObjectType):
    books = graphene.List(BookType, resolver=resolve_books)
    mine = graphene.List(BookType)

    def resolve_mine(root, info):
        return Book.objects.filter(author=info.context.user).count()
"""
STRAWBERRY = """\
import strawberry

from shop.models import Book


def resolve_books():
    return list(Book.objects.all())


@strawberry.type
class Query:
    books: int = strawberry.field(resolver=resolve_books)

    @strawberry.field
    def count(self) -> int:
        return Book.objects.count()
"""
ARIADNE = """\
from ariadne import QueryType

from shop.models import Book

query = QueryType()


@query.field("books")
def resolve_books(root, info):
    return list(Book.objects.all())
"""


def calls(root: Path, schema: str) -> set[tuple[str, str]]:
    """(function, what it does) for each site of a project with this schema."""
    Case("graphql", "", {"shop/models.py": MODELS, "shop/schema.py": schema}).write(root)
    found = analyse(discover(ProjectOptions(root)), jobs=1).sites()
    return {(site.function.removeprefix("shop.schema."), site.call) for site in found}


def test_types_mutations_and_loaders_of_graphene_are_reached(tmp_path: Path) -> None:
    assert calls(tmp_path, GRAPHENE) == {
        ("AuthorsById.batch_load_fn", "Author.objects.in_bulk"),
        ("BookType.resolve_writer", "self.author"),
        ("AddBook.perform", "Book.objects.create"),
        ("resolve_books", "list"),
        ("Query.resolve_mine", "Book.objects.filter(...).count"),
        ("Query.resolve_mine", "info.context.user"),
    }


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (STRAWBERRY, {("resolve_books", "list"), ("Query.count", "Book.objects.count")}),
        (ARIADNE, {("resolve_books", "list")}),
    ],
    ids=["strawberry", "ariadne"],
)
def test_resolvers_of_other_libraries_are_reached(schema: str, expected: set[tuple[str, str]], tmp_path: Path) -> None:
    assert calls(tmp_path, schema) == expected
