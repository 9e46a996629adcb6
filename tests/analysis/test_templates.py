"""What templates touch when a view renders them: every variable and tag that queries, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

SETTINGS = """\
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.auth", "shop"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
"""
MODELS = """\
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)

    def __str__(self):
        return f"{self.name} ({self.books.count()})"

    def latest(self):
        return self.books.order_by("-pk").first()


class Book(models.Model):
    title = models.CharField(max_length=80)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
"""
HEAD = """\
from django import forms
from django.shortcuts import render
from django.template.loader import get_template, render_to_string

from shop.models import Author, Book

"""
CONTEXT = """\
def page(request):
    book = Book.objects.select_related("author").get()
    plain = Book.objects.get()
    return render(request, "shop/page.html", {"book": book, "plain": plain, "books": Book.objects.all(), "n": 1})
"""


def program(root: Path, views: str, files: dict[str, str]) -> Program:
    """The Program of a project with these views, all of them routed."""
    urls = "from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path('', views.page)]\n"
    own = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/views.py": HEAD + views, "shop/urls.py": urls}
    templates = {f"shop/templates/{name}": text for name, text in files.items() if name.endswith((".html", ".txt"))}
    others = {name: text for name, text in files.items() if not name.endswith((".html", ".txt"))}
    Case("templates", "", {"site_/settings.py": SETTINGS, **own, **templates, **others}).write(root)
    return analyse(discover(ProjectOptions(root)), jobs=1)


def touched(root: Path, views: str, files: dict[str, str]) -> list[tuple[int, str, str]]:
    """(line, effect, tag) of what templates do."""
    found = program(root, views, files).sites()
    return [(site.place.line, site.effect, site.call) for site in found if site.place.path.endswith(".html")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ plain.author.name }}", [(1, "db", "{{ plain.author.name }}")]),
        ("\n{{ plain.author_id }} {{ plain.title|upper }}", []),
        ("{{ book.author.name }}", []),
        ("{{ book.author }}", [(0, "db", "__str__")]),
        ("{% for b in books %}{{ b.title }}{% endfor %}", [(1, "db", "{% for b in books %}")]),
        ("{% if books %}{% for b in books %}{{ b }}{% endfor %}{% endif %}", [(1, "db", "{% if books %}")]),
        (
            "{% for b in books %}\n{{ b.author.name }}{{ b.author.name }}{% endfor %}",
            [(1, "db", "{% for b in books %}"), (2, "db", "{{ b.author.name }}")],
        ),
        ("{{ books.count }}", [(1, "db", "{{ books.count }}")]),
        ("{{ books|length }}", [(1, "db", "{{ books|length }}")]),
        ("{{ books.0.title }}", [(1, "db", "{{ books.0.title }}")]),
        ("{% with a=plain.author %}{{ a.name }}{% endwith %}", [(1, "db", "{% with a=plain.author %}")]),
        (
            "{% for b in book.author.books.all %}{{ b.title }}{% endfor %}",
            [(1, "db", "{% for b in book.author.books.all %}")],
        ),
        (
            "{% if user.is_authenticated %}x{% endif %}",
            [(1, "db", "{% if user.is_authenticated %}"), (1, "session", "{% if user.is_authenticated %}")],
        ),
        ("{% for m in messages %}{{ m }}{% endfor %}", [(1, "session", "{% for m in messages %}")]),
        ("{{ n }}{{ missing.x }}{{ request.path }}{% csrf_token %}{% url 'x' n %}", []),
        ("{# {{ plain.author.name }} #}{% comment %}{{ plain.author.name }}{% endcomment %}", []),
        ("{% verbatim %}{{ plain.author.name }}{% endverbatim %}", []),
        ("{% regroup books by author.name as groups %}", [
            (1, "db", "{% regroup books by author.name as groups %}"),
        ]),
    ],
    ids=lambda item: item if isinstance(item, str) else "",
)  # fmt: skip
def test_template_variables(tmp_path: Path, text: str, expected: list[tuple[int, str, str]]) -> None:
    wanted = [item for item in expected if item[0]]
    assert touched(tmp_path, CONTEXT, {"shop/page.html": text}) == wanted
