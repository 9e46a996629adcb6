"""Managers and querysets of the project's own, however their classes are made."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

QUERYSET = """\
from django.db import models


class BookQuerySet(models.QuerySet):
    def on_sale(self):
        return self.filter(price__lt=10)

    def cheapest(self):
        return self.order_by("price").first()


"""
MODEL = "class Book(models.Model):\n    price = models.IntegerField()\n    objects = {}\n"


def operations(root: Path, manager: str, objects: str, call: str) -> list[tuple[str, str]]:
    """(function, call) of every site of a view that makes the call."""
    views = f"from shop.models import Book\n\n\ndef page(request):\n    {call}\n"
    urls = 'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("", views.page)]\n'
    models = QUERYSET + manager + MODEL.format(objects)
    Case("managers", "", {"shop/models.py": models, "shop/views.py": views, "shop/urls.py": urls}).write(root)
    found = analyse(discover(ProjectOptions(root)), jobs=1).sites()
    return [(site.function.removeprefix("shop."), site.call) for site in found]


WAYS = [
    ("class BookManager(models.Manager.from_queryset(BookQuerySet)):\n    {}\n\n\n", "BookManager()"),
    ("Base = models.Manager.from_queryset(BookQuerySet)\n\n\nclass BookManager(Base):\n    {}\n\n\n", "BookManager()"),
    ("BookManager = models.Manager.from_queryset(BookQuerySet)\n\n\n", "BookManager()"),
    ("", "BookQuerySet.as_manager()"),
    ("", "models.Manager.from_queryset(BookQuerySet)()"),
    (
        "class BookManager(models.Manager):\n    def get_queryset(self):\n"
        "        return BookQuerySet(self.model, using=self._db)\n\n    def on_sale(self):\n"
        "        return self.get_queryset().on_sale()\n\n    def cheapest(self):\n"
        "        return self.get_queryset().cheapest()\n\n\n",
        "BookManager()",
    ),
]
IDS = ["a class over from_queryset", "over a variable", "a variable", "as_manager", "in place", "get_queryset"]


@pytest.mark.parametrize(("manager", "objects"), WAYS, ids=IDS)
def test_a_lazy_method_of_the_projects_own_queries_nothing_before_it_is_evaluated(
    manager: str, objects: str, tmp_path: Path
) -> None:
    manager = manager.replace("{}", "pass")
    assert operations(tmp_path, manager, objects, "Book.objects.on_sale()") == []


@pytest.mark.parametrize(("manager", "objects"), WAYS, ids=IDS)
def test_a_method_that_queries_is_reached(manager: str, objects: str, tmp_path: Path) -> None:
    manager = manager.replace("{}", "pass")
    found = operations(tmp_path, manager, objects, "Book.objects.cheapest()")
    assert found == [("models.BookQuerySet.cheapest", "self.order_by(...).first")]


@pytest.mark.parametrize(("manager", "objects"), WAYS, ids=IDS)
def test_the_lazy_result_queries_where_it_is_evaluated(manager: str, objects: str, tmp_path: Path) -> None:
    manager = manager.replace("{}", "pass")
    found = operations(tmp_path, manager, objects, "list(Book.objects.on_sale().filter(pk=1).on_sale())")
    assert found == [("views.page", "list")]


def test_what_the_queryset_class_of_django_gives_a_manager_is_seen_through_self(tmp_path: Path) -> None:
    manager = (
        "class BookManager(models.Manager.from_queryset(models.QuerySet)):\n    def total(self):\n"
        "        return self.aggregate(models.Sum('price'))\n\n\n"
    )
    found = operations(tmp_path, manager, "BookManager()", "Book.objects.total()")
    assert found == [("models.BookManager.total", "self.aggregate")]


@pytest.mark.parametrize(
    "user",
    [
        'USER = getattr(settings, "AUTH_USER_MODEL", "auth.User")',
        "USER = settings.AUTH_USER_MODEL",
        "USER = get_user_model()",
    ],
)
def test_a_foreign_key_to_a_variable_that_holds_the_user_model_leads_to_it(user: str, tmp_path: Path) -> None:
    models = (
        "from django.conf import settings\nfrom django.contrib.auth import get_user_model\n"
        "from django.db import models\n\n"
        f"{user}\n\n\nclass Book(models.Model):\n    owner = models.ForeignKey(USER, on_delete=models.CASCADE)\n"
    )
    Case("managers", "", {"shop/models.py": models}).write(tmp_path)
    model = analyse(discover(ProjectOptions(tmp_path)), jobs=1).models["shop.models.Book"]
    assert model.fields["owner"].target == "django.contrib.auth.models.User"
