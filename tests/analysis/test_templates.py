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


def test_what_hangs_on_the_request_is_known_to_templates_that_were_read_before(tmp_path: Path) -> None:
    views = """\
def page(request):
    answer = render(request, "shop/page.html")
    request.book = Book.objects.get()
    return answer
"""
    expected = [(1, "db", "{{ request.book.author.name }}")]
    assert touched(tmp_path, views, {"shop/page.html": "{{ request.book.author.name }}"}) == expected


SHOWS = 'def page(request):\n    return render(request, "shop/page.html", {"plain": Book.objects.get(), "n": 1})\n'


def test_blocks_and_includes_are_followed_through_what_is_extended(tmp_path: Path) -> None:
    files = {
        "base.html": "<html>{% block head %}{{ plain.title }}{% endblock %}\n{% block body %}{% endblock %}</html>",
        "shop/page.html": (
            '{% extends "base.html" %}\n{% block body %}{{ block.super }}\n'
            '{% include "shop/part.html" with book=plain only %}\n{% include "shop/part.html" only %}{% endblock %}'
        ),
        "shop/part.html": "\n{{ book.author.name }}{{ plain.author.name }}",
    }
    assert touched(tmp_path, SHOWS, files) == [(2, "db", "{{ book.author.name }}")]


def test_the_block_of_the_innermost_child_counts(tmp_path: Path) -> None:
    files = {
        "base.html": "{% block body %}{{ plain.author.name }}{% endblock %}",
        "shop/page.html": '{% extends "base.html" %}{% block body %}{% endblock %}',
    }
    assert touched(tmp_path, SHOWS, files) == []


TAGS = """\
from django import template

from shop.models import Book

register = template.Library()


@register.simple_tag
def latest():
    return Book.objects.latest("pk")


@register.inclusion_tag("shop/box.html", takes_context=True)
def box(context, book):
    return {"book": book}


@register.filter
def writer(book):
    return book.author.name
"""


def test_tags_and_filters_of_the_project_run_with_what_they_are_given(tmp_path: Path) -> None:
    files = {
        "shop/templatetags/__init__.py": "",
        "shop/templatetags/shop_tags.py": TAGS,
        "shop/box.html": "{{ book.author.name }}",
        "shop/page.html": "{% load shop_tags %}{% latest as new %}{% box plain %}{{ plain|writer }}{{ new.author }}",
    }
    found = program(tmp_path, SHOWS, files)
    sites = [site for site in found.sites() if "/template" in site.place.path]
    assert [(site.place.path.rpartition("/")[2], site.function, site.call) for site in sites] == [
        ("box.html", "template shop/templates/shop/box.html", "{{ book.author.name }}"),
        ("page.html", "template shop/templates/shop/page.html", "{{ new.author }}"),
        ("shop_tags.py", "shop.templatetags.shop_tags.latest", "Book.objects.latest"),
        ("shop_tags.py", "shop.templatetags.shop_tags.writer", "book.author"),
    ]


def test_the_way_to_a_line_of_a_template_begins_in_the_view(tmp_path: Path) -> None:
    found = program(tmp_path, SHOWS, {"shop/page.html": "\n\n{{ plain.author.name }}"})
    render = next(item for item in found.operations("shop.views.page") if item.kind == "render")
    (effect,) = found.rendered("shop.views.page", render.op)
    assert [(step.place.path, step.place.line, step.text) for step in effect.evidence] == [
        ("shop/templates/shop/page.html", 3, "{{ plain.author.name }} (lazy foreign key)"),
    ]
    (site,) = [site for site in found.sites() if site.place.path.endswith(".html")]
    assert [(via.function, via.place.line) for via in site.via] == [("shop.views.page", 8)]


@pytest.mark.parametrize(
    ("call", "effects", "certainty"),
    [
        ('render(request, "shop/plain.html", {"n": 1})', (), "certain"),
        ('render(request, "shop/plain.html", {"n": Book.objects.all()})', ("db",), "likely"),
        ('render(request, "elsewhere.html", {"n": 1})', ("db",), "possible"),
        ("render(request, request.GET['name'], {'n': 1})", ("db",), "possible"),
        ('render(request, "shop/plain.html", anything())', ("db",), "possible"),
        ('render(request, "shop/outside.html", {"n": 1})', ("db",), "possible"),
        ('render(request, ["missing.html", "shop/plain.html"], {"n": 1})', (), "certain"),
        ('get_template("shop/plain.html").render({"n": Book.objects.all()}, request)', ("db",), "likely"),
        ('render_to_string("shop/user.html", {})', (), "certain"),
        ('render_to_string("shop/user.html", {}, request)', ("db", "session"), "likely"),
    ],
)
def test_rendering_is_free_only_where_all_of_the_template_is_seen(
    tmp_path: Path, call: str, effects: tuple[str, ...], certainty: str
) -> None:
    files = {
        "shop/plain.html": "{% for x in n %}{{ x }}{% endfor %}",
        "shop/outside.html": '{% extends "admin/base.html" %}{% block x %}{{ n }}{% endblock %}',
        "shop/user.html": "{{ user.email }}",
    }
    views = f"from outside import anything\n\n\ndef page(request):\n    return {call}\n"
    found = [item for item in program(tmp_path, views, files).operations("shop.views.page") if item.kind == "render"]
    assert (found[-1].effects, found[-1].certainty) == (effects, certainty)


CLASS_VIEW = """\
from django.views.generic import ListView


class Books(ListView):
    model = Book

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["authors"] = Author.objects.all()
        context["unused"] = Author.objects.all()
        return context


page = Books.as_view()
"""


def test_a_generic_view_renders_its_usual_template_with_its_rows(tmp_path: Path) -> None:
    text = "{% for book in book_list %}\n{{ book.author.name }}{% endfor %}\n{% for a in authors %}{% endfor %}"
    urls = "from django.urls import path\nfrom shop import views\nurlpatterns = [path('', views.Books.as_view())]\n"
    found = program(tmp_path, CLASS_VIEW, {"shop/book_list.html": text, "shop/urls.py": urls}).sites()
    assert [(site.place.line, site.call) for site in found if site.place.path.endswith(".html")] == [
        (1, "{% for book in book_list %}"),
        (2, "{{ book.author.name }}"),
        (3, "{% for a in authors %}"),
    ]
    assert {site.via[0].function for site in found if site.place.path.endswith(".html")} == {"shop.views.Books"}
    assert not [site for site in found if site.function.endswith("get_context_data")]


FORM = """\
class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ["title", "author"]


def page(request):
    return render(request, "shop/page.html", {"form": BookForm()})
"""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("{{ form.as_p }}", 1),
        ("{{ form }}", 1),
        ("{{ form.author }}", 1),
        ("{{ form.title }}{{ form.author.label }}{{ form.author.errors }}", 0),
        ("{% for field in form %}{{ field }}{% endfor %}", 1),
        ("{% load crispy_forms_tags %}{% crispy form %}", 1),
        ("{{ form.title|add_class:'wide' }}", 0),
        ("{{ form.author|add_class:'wide' }}", 1),
    ],
)
def test_a_form_fetches_the_rows_to_choose_from(tmp_path: Path, text: str, count: int) -> None:
    found = touched(tmp_path, FORM, {"shop/page.html": text})
    assert [effect for _, effect, _ in found] == ["db"] * count


PROCESSOR = """\
from shop.models import Author


def authors(request):
    return {"all_authors": Author.objects.all()}
"""


def test_what_a_context_processor_gives_is_evaluated_where_a_template_shows_it(tmp_path: Path) -> None:
    settings = SETTINGS.replace('"django.template.context_processors.request"', '"shop.context.authors"')
    files = {"site_/settings.py": settings, "shop/context.py": PROCESSOR, "shop/page.html": "{{ all_authors|length }}"}
    assert touched(tmp_path, SHOWS, files) == [(1, "db", "{{ all_authors|length }}")]


@pytest.mark.parametrize(
    "text",
    [
        "{% if %}{% endif %}{% for %}{% endfor %}{{ }}{{ a|}}{{ a|b: }}{% endblock %}{% block %}{% include %}",
        "{% if a %}{% block x %}{% endif %}{% endblock %}{% else %}{% empty %}{% elif b %}{% endif %}",
        "{% for a in b %}{% if c %}{% endfor %}{% else %}{{ a.b.c }}{% endif %}",
        '{% include "shop/page.html" %}{% extends "shop/page.html" %}',
        "{% regroup %}{% cycle %}{% with %}{% endwith %}{% load %}{{ 'text }}{% verbatim %}{{ x",
        "{{ a.0.1.2|default:b.c|slice:':3' }}{{ -1.5e }}{{ . }}{{ a..b }}",
    ],
)
def test_a_template_that_django_would_refuse_harms_nothing(tmp_path: Path, text: str) -> None:
    assert touched(tmp_path, SHOWS, {"shop/page.html": text}) == []


def test_an_effect_of_a_view_leads_to_the_line_of_its_template(tmp_path: Path) -> None:
    views = (
        "def page(request, book):\n    return show(request, Book(author_id=1))\n\n\ndef show(request, plain: Book):\n"
    )
    views += '    return render(request, "shop/page.html", {"plain": plain})\n'
    found = program(tmp_path, views, {"shop/page.html": "\n{{ plain.author.name }}"})
    (effect,) = found.effects_of("shop.views.page")
    assert [(step.place.path, step.place.line, step.text) for step in effect.evidence] == [
        ("shop/views.py", 8, "shop.views.page calls shop.views.show"),
        ("shop/views.py", 12, "shop.views.show calls template shop/templates/shop/page.html"),
        ("shop/templates/shop/page.html", 2, "{{ plain.author.name }} (lazy foreign key)"),
    ]


def test_the_rows_of_a_page_are_those_of_what_is_paginated(tmp_path: Path) -> None:
    views = (
        "from django.core.paginator import Paginator\n\n\ndef page(request):\n"
        "    found = Paginator(Book.objects.all(), 10).get_page(1)\n"
        '    return render(request, "shop/page.html", {"found": found})\n'
    )
    text = "{% for b in found %}\n{{ b.author.name }}{% endfor %}\n{% for b in found.object_list %}{% endfor %}"
    assert [line for line, _, _ in touched(tmp_path, views, {"shop/page.html": text})][:2] == [1, 2]


@pytest.mark.parametrize(
    "body",
    [
        'context = {"n": 1}\n    fill(context)\n    return render(request, "shop/page.html", context)',
        'context = {"n": 1}\n    context.update(given())\n    return render(request, "shop/page.html", context)',
        'context = {"n": 1}\n    context[request.path] = Book(author_id=1)\n'
        '    return render(request, "shop/page.html", context)',
        'return render(request, "shop/page.html", {"n": 1, **given()})',
        'return render(request, "shop/page.html", {"n": 1} | given())',
    ],
)
def test_a_context_that_others_fill_may_hold_anything(tmp_path: Path, body: str) -> None:
    views = f"from outside import given\n\n\ndef page(request):\n    {body}\n\n\ndef fill(context):\n    pass\n"
    found = program(tmp_path, views, {"shop/page.html": "{{ book.author.name }}"}).operations("shop.views.page")
    assert [item.effects for item in found if item.kind == "render"] == [("db",)]


@pytest.mark.parametrize(
    "body",
    [
        'context = {"n": 1}\n    context["plain"] = 1\n    return render(request, "shop/page.html", context)',
        'context = dict(n=1)\n    context.update(m=2)\n    return render(request, "shop/page.html", context)',
        'x = {}\n    if request.GET:\n        x = {"n": 1}\n    return render(request, "shop/page.html", x)',
        'book = "text"\n    return render(request, "shop/page.html", locals())',
    ],
)
def test_a_context_of_which_all_keys_are_known_holds_nothing_else(tmp_path: Path, body: str) -> None:
    views = f"def page(request):\n    {body}\n"
    found = program(tmp_path, views, {"shop/page.html": "{{ book.author.name }}"}).operations("shop.views.page")
    assert [item.effects for item in found if item.kind == "render"] == [()]


def test_the_name_of_a_template_may_be_an_attribute_of_the_class_or_its_heirs(tmp_path: Path) -> None:
    views = (
        "from django.views import View\n\n\nclass Base(View):\n    def get(self, request):\n"
        '        return render(request, self.template_name, {"plain": Book.objects.get()})\n\n\n'
        'class One(Base):\n    template_name = "shop/one.html"\n\n\n'
        'class Two(Base):\n    template_name = "shop/two.html"\n\n\n'
        "page = One.as_view()\n"
    )
    files = {"shop/one.html": "{{ plain.author.name }}", "shop/two.html": "\n{{ plain.author.name }}"}
    assert [line for line, _, _ in touched(tmp_path, views, files)] == [1, 2]
