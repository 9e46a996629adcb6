"""What is not known is never called free: attributes of unknown values, what a decorator wraps, classes by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

MODELS = "from django.db import models\n\n\nclass Book(models.Model):\n    title = models.CharField(max_length=80)\n"


def program(root: Path, files: dict[str, str]) -> Program:
    Case("unknown", "", {"shop/models.py": MODELS, **files}).write(root)
    return analyse(discover(ProjectOptions(root)), jobs=1)


def kinds(found: Program, function: str) -> list[str]:
    return [operation.kind for operation in found.operations(function)]


@pytest.mark.parametrize(
    "source",
    [
        "def page_url(build):\n    return build.project.slug\n",
        "def first(a, b):\n    return a.x, b.y\n",
        "class Page:\n    def __init__(self, rows):\n        self.rows = rows\n\n\n"
        "def page_url(rows):\n    return len(rows)\n",
        "def page_url(rows):\n    for row in rows:\n        pass\n",
        "def outer():\n    return make(lambda row: row.author)\n\n\ndef page_url(build):\n    return build.author\n",
    ],
)
def test_an_attribute_of_an_unknown_value_may_do_anything(source: str, tmp_path: Path) -> None:
    name = source.rpartition("def ")[2].partition("(")[0]
    assert kinds(program(tmp_path, {"shop/pages.py": source}), f"shop.pages.{name}") == ["unknown-call"]


def test_a_name_that_is_made_may_be_any_of_the_attributes(tmp_path: Path) -> None:
    models = MODELS + "\n\nclass Copy(models.Model):\n    book = models.ForeignKey(Book, models.CASCADE)\n"
    source = (
        "from django.conf import settings\n\nfrom shop.models import Book, Copy\n\n\n"
        "def configured():\n    for name in ('KEY', 'FROM'):\n        if not hasattr(settings, name):\n"
        "            raise ValueError(name)\n\n\n"
        "def read(name):\n    return getattr(Copy(), name)\n\n\n"
        "def asked(name):\n    return hasattr(Book(), name)\n\n\n"
        "def given(row, name):\n    return getattr(row, name)\n\n\n"
        "def titled():\n    return getattr(Book(), 'title')\n\n\n"
        "def of_user(request, name):\n    return getattr(request.user, name)\n\n\n"
        "def marked(request):\n    setattr(request.user, 'mark', 1)\n"
    )
    found = program(tmp_path, {"shop/models.py": models, "shop/pages.py": source})
    told = {name: kinds(found, f"shop.pages.{name}") for name in ("configured", "read", "asked", "given", "titled")}
    assert told == {
        "configured": [],
        "read": ["unknown-call"],
        "asked": ["unknown-call"],  # its copies may be asked for
        "given": ["unknown-call"],
        "titled": [],
    }
    assert kinds(found, "shop.pages.of_user") == kinds(found, "shop.pages.marked") == ["lazy-user"]


def test_the_wrapper_of_a_decorator_is_not_called_free_but_told_where_the_function_is_called(tmp_path: Path) -> None:
    source = (
        "def logged(f):\n    def wrapper(*args):\n        return f(*args)\n\n    return wrapper\n\n\n"
        "@logged\ndef total():\n    return 1\n"
    )
    found = program(tmp_path, {"shop/pages.py": source})
    (operation,) = found.operations("shop.pages.logged.<locals>.wrapper")
    assert operation.kind == "unknown-call"
    assert operation.is_told_elsewhere


def test_what_a_wrapper_may_do_is_what_the_functions_below_the_decorator_do(tmp_path: Path) -> None:
    source = (
        "from shop.models import Book\n\n\n"
        "def logged(f):\n    def wrapper(*args):\n        return f(*args)\n\n    return wrapper\n\n\n"
        "@logged\ndef total():\n    return Book.objects.count()\n\n\n"
        "@logged\ndef nothing():\n    return 1\n\n\ndef page():\n    return nothing()\n"
    )
    found = program(tmp_path, {"shop/pages.py": source})
    (effect,) = found.effects_of("shop.pages.logged.<locals>.wrapper")
    assert (effect.effect, effect.certainty) == ("db", "possible")
    assert found.effects_of("shop.pages.page") == ()


def test_keywords_that_are_no_parameters_are_known_in_the_function(tmp_path: Path) -> None:
    source = (
        "from shop.models import Book\n\n\n"
        "def titles(**options):\n    return [book.title for book in options['books']]\n\n\n"
        "def page():\n    return titles(books=Book.objects.all())\n"
    )
    found = program(tmp_path, {"shop/pages.py": source})
    assert [effect.effect for effect in found.effects_of("shop.pages.page")] == ["db"]


def test_a_function_for_jinja_templates_may_be_given_a_row_of_the_model_of_that_name(tmp_path: Path) -> None:
    models = MODELS + "    sequel = models.ForeignKey('self', models.CASCADE, null=True)\n"
    tags = (
        "from shop.jinja import register_global\n\n\n"
        "@register_global\ndef next_title(book):\n    return book.sequel.title\n"
    )
    jinja = "GLOBALS = {}\n\n\ndef register_global(f):\n    GLOBALS[f.__name__] = f\n    return f\n"
    files = {"shop/models.py": models, "shop/jinja.py": jinja, "shop/templatetags/book_tags.py": tags}
    (site,) = program(tmp_path, files).sites()
    assert (site.function, site.call) == ("shop.templatetags.book_tags.next_title", "book.sequel")


def test_what_a_wrapper_sets_on_the_request_is_known_in_the_view(tmp_path: Path) -> None:
    views = (
        "from django.http import HttpResponse\n\nfrom shop.models import Book\n\n\n"
        "def with_book(f):\n    def wrapper(*args, **kwargs):\n        request = args[0]\n"
        "        request.book = Book.objects.first()\n        return f(*args, **kwargs)\n\n    return wrapper\n\n\n"
        "@with_book\ndef page(request):\n    request.book.delete()\n    return HttpResponse()\n"
    )
    urls = "from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path('', views.page)]\n"
    found = program(tmp_path, {"shop/views.py": views, "shop/urls.py": urls})
    assert ("db", "request.book.delete") in [(site.effect, site.call) for site in found.sites()]


def test_what_methods_keep_in_self_is_known_however_late_it_was_told(tmp_path: Path) -> None:
    models = MODELS + (
        "\n\nclass Page(models.Model):\n    book = models.ForeignKey(Book, models.CASCADE, related_name='pages')\n"
    )
    views = (
        "from django.http import HttpResponse\n\nfrom shop.models import Book\n\n\n"
        "class Reader:\n    def __init__(self, book):\n        self.book = book\n\n"
        "    def __call__(self, number):\n        return Turn()(self.book, number=number)\n\n\n"
        "class Turn:\n    @staticmethod\n    def __call__(book, number):\n        return book.pages.first()\n\n\n"
        "def blank(request):\n    return HttpResponse(Reader(unknown)(1))\n\n\n"
        "def page(request):\n    return HttpResponse(Reader(Book.objects.first())(1))\n"
    )
    urls = (
        "from django.urls import path\n\nfrom shop import views\n\n"
        "urlpatterns = [path('', views.blank), path('page/', views.page)]\n"
    )
    found = program(tmp_path, {"shop/models.py": models, "shop/views.py": views, "shop/urls.py": urls})
    assert ("db", "book.pages.first") in [(site.effect, site.call) for site in found.sites()]


def test_a_view_of_errors_is_reached(tmp_path: Path) -> None:
    views = (
        "from django.http import HttpResponse\n\nfrom shop.models import Book\n\n\n"
        "def not_found(request, exception):\n    return HttpResponse(Book.objects.count(), status=404)\n"
    )
    urls = "urlpatterns = []\nhandler404 = 'shop.views.not_found'\n"
    (site,) = program(tmp_path, {"shop/views.py": views, "shop/urls.py": urls}).sites()
    assert site.function == "shop.views.not_found"


def test_filter_with_lookups_makes_a_query_of_anything(tmp_path: Path) -> None:
    source = "def is_used(build):\n    return build.runs.filter(done=True).exists()\n"
    found = program(tmp_path, {"shop/pages.py": source})
    assert [(effect.effect, effect.certainty) for effect in found.effects_of("shop.pages.is_used")] == [
        ("db", "possible")
    ]


LOADING = (
    "from importlib import import_module\n\nfrom django.conf import settings\n"
    "from django.utils.module_loading import import_string\n\n\n"
    "def load(path):\n    module, name = path.rsplit('.', 1)\n    return getattr(import_module(module), name)()\n\n\n"
)
BACKENDS = (
    "from shop.models import Book\n\n\nclass Local:\n    def titles(self):\n        return list(Book.objects.all())\n"
)


@pytest.mark.parametrize(
    "expression",
    [
        "load(settings.BACKEND)",
        "load(settings.BACKEND or 'shop.backends.Nothing')",
        "load('shop.backends.Local')",
        "import_string(settings.BACKEND)()",
    ],
)
def test_a_class_that_a_setting_names_is_followed(expression: str, tmp_path: Path) -> None:
    settings = 'SECRET_KEY = "x"\nINSTALLED_APPS = ["shop"]\nBACKEND = "shop.backends.Local"\n'
    pages = f"{LOADING}def titles():\n    return {expression}.titles()\n"
    files = {"site_/settings.py": settings, "shop/backends.py": BACKENDS, "shop/pages.py": pages}
    found = program(tmp_path, files)
    assert [effect.effect for effect in found.effects_of("shop.pages.titles")] == ["db"]
