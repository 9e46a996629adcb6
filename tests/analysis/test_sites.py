"""Which places are listed as blocking or touching the database, and how a request gets there."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.findings import Site
from wsgi2asgi.model.options import ProjectOptions

MODELS = """\
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)

    def __str__(self):
        return f"{self.name} ({self.books.count()})"

    @property
    def latest(self):
        return self.books.order_by("-pk").first()


class Book(models.Model):
    title = models.CharField(max_length=80)
    cover = models.FileField()
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
"""
HEAD = """\
from django.http import HttpResponse
from django.shortcuts import render
from django.views.generic import ListView, View

from shop.models import Author, Book

"""


def program(root: Path, views: str, view: str, files: dict[str, str] | None = None) -> Program:
    """A project with one view."""
    urls = f'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("", {view})]\n'
    own = {"shop/models.py": MODELS, "shop/views.py": HEAD + views, "shop/urls.py": urls}
    Case("sites", "", {**own, **(files or {})}).write(root)
    return analyse(discover(ProjectOptions(root)), jobs=1)


def sites(root: Path, views: str, view: str, files: dict[str, str] | None = None) -> tuple[Site, ...]:
    """The sites of a project with one view."""
    return program(root, views, view, files).sites()


def lines(found: tuple[Site, ...]) -> list[tuple[str, str, str]]:
    """Function, effect and call of each."""
    return [(site.function, site.effect, site.call) for site in found]


@pytest.mark.parametrize(
    ("expression", "site"),
    [
        ("str(author)", ("shop.models.Author.__str__", "db", "self.books.count")),
        ("f'by {author}'", ("shop.models.Author.__str__", "db", "self.books.count")),
        ("'by %s' % author", ("shop.models.Author.__str__", "db", "self.books.count")),
        ("author.latest", ("shop.models.Author.latest", "db", "self.books.order_by(...).first")),
        ("Book(author=author).cover.size", ("shop.views.page", "file", "Book(...).cover.size")),
    ],
)
def test_a_request_reaches_what_python_runs_by_itself(
    expression: str, site: tuple[str, str, str], tmp_path: Path
) -> None:
    views = f"def page(request):\n    author = Author()\n    return HttpResponse({expression})\n"
    assert site in lines(sites(tmp_path, views, "views.page"))


def test_a_helper_two_calls_away_is_reached_with_the_way_there(tmp_path: Path) -> None:
    services = "def report(rows):\n    return join(rows)\n\n\ndef join(rows):\n    return [row.pk for row in rows]\n"
    views = (
        "from shop.services import report\n\n\n"
        "def page(request):\n    return HttpResponse(report(Book.objects.all()))\n"
    )
    (found,) = sites(tmp_path, views, "views.page", {"shop/services.py": services})
    assert lines((found,)) == [("shop.services.join", "db", "for ... in rows")]
    assert [step.function for step in found.via] == ["shop.views.page", "shop.services.report"]


def test_methods_and_attributes_of_a_class_based_view_are_followed(tmp_path: Path) -> None:
    views = (
        "class Page(View):\n    def dispatch(self, request):\n        self.author = self.find()\n"
        "        return super().dispatch(request)\n\n    def find(self):\n        return Author.objects.first()\n\n"
        "    def get(self, request):\n        return HttpResponse(self.author.latest)\n"
    )
    found = lines(sites(tmp_path, views, "views.Page.as_view()"))
    assert ("shop.views.Page.find", "db", "Author.objects.first") in found
    assert ("shop.models.Author.latest", "db", "self.books.order_by(...).first") in found


def test_a_generic_view_fetches_what_it_names(tmp_path: Path) -> None:
    views = "class Books(ListView):\n    model = Book\n"
    assert lines(sites(tmp_path, views, "views.Books.as_view()")) == [("shop.views.Books", "db", "ListView.get")]


def test_querysets_in_the_context_of_a_template_are_evaluated_by_it(tmp_path: Path) -> None:
    views = (
        "class Books(ListView):\n    model = Book\n\n    def get_context_data(self, **kwargs):\n"
        "        context = super().get_context_data(authors=Author.objects.all(), **kwargs)\n"
        "        context['recent'] = Book.objects.order_by('-pk')\n"
        "        context['first'] = 'a'\n        return context\n"
    )
    found = lines(sites(tmp_path, views, "views.Books.as_view()"))
    assert [call for function, _, call in found if function.endswith("get_context_data")] == [
        "Author.objects.all",
        "Book.objects.order_by",
    ]


def test_a_context_processor_gives_every_template_its_queryset(tmp_path: Path) -> None:
    settings = (
        'SECRET_KEY = "case"\nROOT_URLCONF = "site_.urls"\nINSTALLED_APPS = ["shop"]\nMIDDLEWARE = []\n'
        'TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates",\n'
        '              "OPTIONS": {"context_processors": ["shop.context.authors"]}}]\n'
    )
    context = (
        "from shop.models import Author\n\n\ndef authors(request):\n    return {'authors': Author.objects.all()}\n"
    )
    views = "def page(request):\n    return render(request, 'page.html')\n"
    found = sites(tmp_path, views, "views.page", {"shop/context.py": context, "site_/settings.py": settings})
    assert ("shop.context.authors", "db", "Author.objects.all") in lines(found)


def test_a_form_that_has_no_field_for_the_file_does_not_write_it(tmp_path: Path) -> None:
    forms = (
        "from django import forms\n\nfrom shop.models import Book\n\n\n"
        "class Title(forms.ModelForm):\n    class Meta:\n        model = Book\n        fields = ['title']\n\n\n"
        "class Whole(forms.ModelForm):\n    class Meta:\n        model = Book\n        fields = '__all__'\n"
    )
    views = (
        "from shop.forms import Title, Whole\n\n\n"
        "def page(request):\n    Title(request.POST).save()\n    Whole(request.POST).save()\n"
        "    return HttpResponse()\n"
    )
    found = sites(tmp_path, views, "views.page", {"shop/forms.py": forms})
    assert [site.place.line for site in found if site.effect == "file"] == [12]


NOTES = """\
from django.db import models


class Note(models.Model):
    text = models.CharField(max_length=80)

    def clean(self):
        Note.objects.filter(text=self.text).exists()

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)


class Draft(models.Model):
    text = models.CharField(max_length=80)

    def save(self, *args, **kwargs):
        Note.objects.count()
        super().save(*args, **kwargs)
"""
CREATE = """\
from django.views.generic import CreateView

from shop.forms import NoteForm
from shop.notes import Note


class Create(CreateView):
    model = Note
    form_class = NoteForm
"""
FORMS = """\
from django import forms

from shop.notes import Note


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["text"]

    def clean_text(self):
        return Note.objects.count()
"""


def test_forms_and_the_models_they_save_are_reached_without_a_call_to_be_seen(tmp_path: Path) -> None:
    head = (
        "from django.views.generic import CreateView\n\nfrom shop.forms import NoteForm\nfrom shop.notes import Note\n"
    )
    found = lines(
        sites(tmp_path, head + CREATE, "views.Create.as_view()", {"shop/forms.py": FORMS, "shop/notes.py": NOTES})
    )
    assert ("shop.forms.NoteForm.clean_text", "db", "Note.objects.count") in found
    assert ("shop.notes.Note.clean", "db", "Note.objects.filter(...).exists") in found
    assert ("shop.notes.Note.save", "db", "super().save") in found
    assert not any(function.startswith("shop.notes.Draft") for function, _, _ in found)


def test_a_model_in_the_admin_is_saved_by_it(tmp_path: Path) -> None:
    admin = "from django.contrib import admin\n\nfrom shop.notes import Draft\n\nadmin.site.register([Draft])\n"
    page = "def page(request):\n    return HttpResponse()\n"
    found = lines(sites(tmp_path, page, "views.page", {"shop/admin.py": admin, "shop/notes.py": NOTES}))
    assert [function for function, _, _ in found] == ["shop.notes.Draft.save"] * 2


PACKAGES = """\
from django.contrib.auth.middleware import RemoteUserMiddleware
from django.db import models
from taggit.models import GenericTaggedItemBase
import dbsettings

from shop.models import Book


class Limits(dbsettings.Group):
    most = dbsettings.IntegerValue()


class Tagged(GenericTaggedItemBase):
    book = models.ForeignKey(Book, on_delete=models.CASCADE)
    limits = Limits()

    def touch(self):
        self.book.save()
        super().save_base()


class Remote(RemoteUserMiddleware):
    def process_request(self, request):
        return super().process_request(request)
"""


_REMOTE = ("shop.packages.Remote.process_request", "db", "super().process_request")


@pytest.mark.parametrize(
    ("line", "site"),
    [
        ("Tagged().touch()", ("shop.packages.Tagged.touch", "db", "super().save_base")),
        ("return HttpResponse(Tagged.limits.most)", ("shop.views.page", "db", "Tagged.limits.most")),
        (
            "PasswordForm(None).is_valid()",
            ("shop.views.page", "cpu", "PasswordForm(...).is_valid"),
        ),
        ("PasswordForm(None).save()", ("shop.views.page", "cpu", "PasswordForm(...).save")),
        (
            "Remote(page).process_request(request)",
            ("shop.packages.Remote.process_request", "db", "super().process_request"),
        ),
    ],
)
def test_what_packages_give_to_subclasses_and_their_descriptors_is_known(
    line: str, site: tuple[str, str, str], tmp_path: Path
) -> None:
    views = (
        "from django.contrib.auth.forms import PasswordChangeForm as PasswordForm\n"
        "from shop.packages import Remote, Tagged\n\n\n"
        f"def page(request):\n    {line}\n    return HttpResponse()\n"
    )
    assert site in lines(sites(tmp_path, views, "views.page", {"shop/packages.py": PACKAGES}))
