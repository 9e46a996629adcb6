"""What serializers do when they are read, validated and saved belongs to whoever asks them."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

MODELS = """\
from django.db import models


class Tag(models.Model):
    name = models.CharField(max_length=80)


class Author(models.Model):
    name = models.CharField(max_length=80)


class Book(models.Model):
    title = models.CharField(max_length=80)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag)

    def total(self):
        return requests.get("https://example.org")
"""
VIEWS = """\
import requests
from rest_framework import serializers
from shop.models import Author, Book


class AuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name"]


class BookSerializer(serializers.ModelSerializer):
    {}

    class Meta:
        model = Book
        fields = {}


def page(request):
    return read(request, Book())


def read(request, book):
    {}
"""


def effects(root: Path, body: str, fields: str, statement: str) -> set[str]:
    """The effects of a function that has one statement about a serializer."""
    files = {
        "shop/models.py": f"import requests\n{MODELS}",
        "shop/views.py": VIEWS.format(body, fields, statement),
        "shop/urls.py": "from django.urls import path\nfrom shop import views\nurlpatterns = [path('', views.page)]\n",
    }
    Case("serializers", "", files).write(root)
    found = analyse(discover(ProjectOptions(root)), jobs=1).effects_of("shop.views.read")
    return {effect.effect for effect in found}


PLAIN = "extra = serializers.CharField()"
METHOD = (
    "price = serializers.SerializerMethodField()\n\n    def get_price(self, book):\n        return requests.get('x')\n"
)
CREATE = "def create(self, data):\n        requests.post('x')\n"
VALIDATE = "def validate_title(self, value):\n        requests.post('x')\n"
TEXT = '["title", "author"]'
ONE = "return BookSerializer(book).data"


@pytest.mark.parametrize(
    ("body", "fields", "statement", "expected"),
    [
        (PLAIN, TEXT, ONE, set()),
        (PLAIN, '["title", "tags"]', ONE, {"db"}),
        (PLAIN, '"__all__"', ONE, {"db"}),
        ("author = AuthorSerializer()", TEXT, ONE, {"db"}),
        (METHOD, TEXT, ONE, {"http"}),
        (PLAIN, '["title", "total"]', ONE, {"http"}),
        (PLAIN, TEXT, "return BookSerializer(Book.objects.all(), many=True).data", {"db"}),
        (PLAIN, TEXT, "return BookSerializer([book], many=True).data", set()),
        (CREATE, TEXT, "BookSerializer(data={}).save()", {"db", "http"}),
        (VALIDATE, TEXT, "BookSerializer().is_valid()", {"db", "http"}),
    ],
)
def test_a_serializer_does_what_its_fields_and_methods_do(
    tmp_path: Path, body: str, fields: str, statement: str, expected: set[str]
) -> None:
    assert effects(tmp_path, body, fields, statement) == expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("AuthenticationForm(request, request.POST).is_valid()", {"db", "cpu"}),
        ("PasswordChangeForm(request.user, request.POST).is_valid()", {"db", "cpu"}),
        ("UserCreationForm(request.POST).save()", {"db", "cpu"}),
    ],
)
def test_forms_of_passwords_hash(tmp_path: Path, statement: str, expected: set[str]) -> None:
    line = "from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UserCreationForm\n    "
    assert effects(tmp_path, PLAIN, TEXT, line + statement) >= expected
