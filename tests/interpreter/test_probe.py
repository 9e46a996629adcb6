"""The probe: what Django answers in the project's own interpreter, taken over by the analysis; failures in one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from casebook import SKELETON, Case
from djangos import ENVIRONMENTS
from typer.testing import CliRunner

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.cli.app import app
from wsgi2asgi.discover import discover
from wsgi2asgi.interpreter.probe import probe
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.probed import Probed
from wsgi2asgi.workflow.inspect import inspect
from wsgi2asgi.workflow.probing import with_probe

_SECRET = "never-to-be-seen"
_SETTINGS = (
    SKELETON["site_/settings.py"]
    .replace('"case"', f'"{_SECRET}"')
    .replace('"NAME": "db.sqlite3"', f'"NAME": "db.sqlite3", "PASSWORD": "{_SECRET}", "CONN_MAX_AGE": 60')
)
_FILES = {
    "site_/settings.py": (
        _SETTINGS
        + 'MIDDLEWARE = [name for name in ["django.middleware.common.CommonMiddleware", "shop.middleware.Sync"]]\n'
    ),
    "shop/middleware.py": "class Sync:\n    def __init__(self, get_response):\n        pass\n",
    "shop/models.py": """
from django.db import models

class Named(models.Model):
    name = models.CharField(max_length=9)

    class Meta:
        abstract = True

class Books(models.QuerySet):
    def dear(self):
        return self.filter(price__gt=9)

class Author(Named):
    pass

def made(name):
    return type(name, (Named,), {"__module__": __name__, "author": models.ForeignKey(Author, models.CASCADE)})

Letter = made("Letter")

class Book(Named):
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    price = models.IntegerField()
    objects = Books.as_manager()
""",
    "shop/views.py": """
from django.http import HttpResponse
from django.views import View

print("a project that prints")

def wrap(view):
    def inner(request, **kwargs):
        return view(request, **kwargs)
    return inner

@wrap
def wrapped(request):
    return HttpResponse()

def found(request):
    return HttpResponse()

class Page(View):
    def get(self, request, pk):
        return HttpResponse()
""",
    "shop/urls.py": """
from django.urls import path
from shop import views

urlpatterns = [path("page/<int:pk>/", views.Page.as_view(), name="page"), path("wrapped/", views.wrapped)]
urlpatterns += [path(f"{name}/", getattr(views, name), name=name) for name in ("found",)]
""",
}


def project_with(root: Path, files: Mapping[str, str] | None = None) -> ProjectOptions:
    """The project, to be asked in this interpreter."""
    Case("probe", "", {**_FILES, **(files or {})}).write(root)
    return ProjectOptions(root, python=sys.executable, probe=True)


def asked(options: ProjectOptions) -> Probed:
    return probe(discover(options))


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The project analysed with what was asked."""
    options = with_probe(project_with(tmp_path_factory.mktemp("probed")), lambda _: None)
    return inspect(options, jobs=1, cache=False)


@pytest.mark.boots
@pytest.mark.parametrize("django", ENVIRONMENTS)
def test_django_answers_in_its_own_words(tmp_path: Path, django: str) -> None:
    answer = asked(replace(project_with(tmp_path), python=ENVIRONMENTS[django]))
    assert answer.django.startswith(django)
    assert answer.packages["django"] == answer.django
    models = {model.name: model for model in answer.models}
    assert models["shop.models.Named"].abstract
    assert [item.name for item in models["shop.models.Author"].reverse] == ["letter_set", "books"]
    assert models["shop.models.Book"].managers["objects"][-1] == "shop.models.Books"
    routes = {route.pattern: route for route in answer.routes}
    assert routes["page/<int:pk>/"].view == "shop.views.Page"
    assert dict(routes["page/<int:pk>/"].converters) == {"pk": "django.urls.converters.IntConverter"}
    assert routes["wrapped/"].view == "shop.views.wrapped"  # behind a decorator that does not name it
    assert [(item.sync_capable, item.async_capable, item.mixin) for item in answer.middleware] == [
        (True, django != "2.2", True), (True, False, False),
    ]  # fmt: skip


@pytest.mark.boots
def test_nothing_secret_leaves(tmp_path: Path) -> None:
    answer = asked(project_with(tmp_path))
    assert answer.settings["DATABASES"]["default"] == {
        "ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": 60.0, "ATOMIC_REQUESTS": False,
    }  # fmt: skip
    assert _SECRET not in repr(answer)


@pytest.mark.boots
def test_models_that_only_the_registry_has_are_models(merged: Program) -> None:
    assert merged.models["shop.models.Letter"].fields["author"].target == "shop.models.Author"
    assert set(merged.models["shop.models.Author"].reverse) >= {"letter_set", "books"}
    assert merged.models["shop.models.Book"].managers == {"objects": "shop.models.Books"}


@pytest.mark.boots
def test_routes_that_only_django_sees_are_added_and_said(merged: Program) -> None:
    view = merged.view("shop.views.found")
    assert view is not None
    assert view.urls == ("found/",)
    assert any("1 route to shop.views.found" in note for note in merged.project.notes)
    page = merged.view("shop.views.Page")
    assert page is not None
    assert len(page.routes) == 1


@pytest.mark.boots
def test_middleware_is_what_the_loaded_settings_hold(merged: Program) -> None:
    assert [(entry.name, entry.mode) for entry in merged.middleware.entries] == [
        ("django.middleware.common.CommonMiddleware", "hybrid"), ("shop.middleware.Sync", "sync"),
    ]  # fmt: skip
    assert merged.middleware.path_hops().async_view.is_exact


@pytest.mark.boots
def test_middleware_of_a_condition_that_does_not_hold_is_said(tmp_path: Path) -> None:
    settings = _SETTINGS + (
        'import os\n\nMIDDLEWARE = ["django.middleware.common.CommonMiddleware"]\n'
        'if os.environ.get("IN_PRODUCTION"):\n    MIDDLEWARE += ["shop.middleware.Sync"]\n'
    )
    options = with_probe(project_with(tmp_path, {"site_/settings.py": settings}), lambda _: None)
    notes = inspect(options, jobs=1, cache=False).project.notes
    assert any(note.startswith("shop.middleware.Sync (site_/settings.py:") for note in notes)


@pytest.mark.boots
@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"shop/models.py": "import no_such_package\n"}, "ModuleNotFoundError: No module named 'no_such_package'"),
        ({"shop/urls.py": "raise RuntimeError('two\\nlines')\n"}, "RuntimeError: two lines"),
        ({"shop/views.py": "raise SystemExit(3)\n"}, "SystemExit: 3"),
    ],
    ids=["a missing package", "an error", "an exit"],
)
def test_a_project_that_does_not_load_is_an_error_of_one_line(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with pytest.raises(UserError) as caught:
        asked(project_with(tmp_path, files))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.boots
def test_a_project_that_hangs_is_given_up(tmp_path: Path) -> None:
    options = project_with(tmp_path, {"shop/models.py": "import time\ntime.sleep(60)\n"})
    with pytest.raises(UserError, match="no answer from probe within 1 seconds"):
        probe(discover(options), timeout=1)


@pytest.mark.boots
def test_check_asks_when_it_is_told_to(tmp_path: Path) -> None:
    root = str(project_with(tmp_path).path)
    files = set(tmp_path.rglob("*"))
    arguments = ["check", root, "--no-cache", "--jobs", "1", "--format", "json", "--fail-on", "never"]
    result = CliRunner().invoke(app, [*arguments, "--probe", "--python", sys.executable])
    value = json.loads(result.stdout)
    assert "shop.views.found" in [view["name"] for view in value["views"] if view["urls"]]
    assert any("the probe found 1 route" in note for note in value["project"]["notes"])
    assert _SECRET not in result.stdout
    assert set(tmp_path.rglob("*")) == files


def test_without_an_interpreter_there_is_nothing_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    with pytest.raises(UserError, match="needs the project's own interpreter"):
        asked(replace(project_with(tmp_path), python=None))
