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
        "def outer():\n    return make(lambda row: row.author)\n\n\ndef page_url(build):\n    return build.author\n",
    ],
)
def test_an_attribute_of_an_unknown_value_may_do_anything(source: str, tmp_path: Path) -> None:
    name = source.rpartition("def ")[2].partition("(")[0]
    assert kinds(program(tmp_path, {"shop/pages.py": source}), f"shop.pages.{name}") == ["unknown-call"]


def test_the_wrapper_of_a_decorator_is_not_called_free_but_told_where_the_function_is_called(tmp_path: Path) -> None:
    source = (
        "def logged(f):\n    def wrapper(*args):\n        return f(*args)\n\n    return wrapper\n\n\n"
        "@logged\ndef total():\n    return 1\n"
    )
    found = program(tmp_path, {"shop/pages.py": source})
    (operation,) = found.operations("shop.pages.logged.<locals>.wrapper")
    assert operation.kind == "unknown-call"
    assert operation.is_told_elsewhere


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
