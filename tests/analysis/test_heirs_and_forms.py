"""What a base class runs of the classes below it, and what forms and the admin run of the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_sites import lines, program, sites

_FORMS = """
from django import forms
from django.forms import modelformset_factory
from django.views.generic import FormView

def not_taken(value):
    Author.objects.filter(name=value).exists()

class BookForm(forms.ModelForm):
    title = forms.CharField(validators=[not_taken])

    class Meta:
        model = Book
        fields = ["title"]

"""
_BASE = """
class Start:
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

class Base(Start, FormView):
    def subject(self, form):
        return form.instance

    def form_valid(self, form):
        self.book = self.subject(form)
        return HttpResponse(self.book.author.name)

class Page(Base):
    form_class = BookForm

    def subject(self, form):
        Author.objects.count()
        return form.save()
"""
_FORMSET = """
def page(request):
    Books = modelformset_factory(Book, fields=["title"])
    books = Books(request.POST, queryset=Book.objects.all())
    return HttpResponse(books.is_valid())
"""


_MANY = """
class Cached:
    def value(self):
        raise NotImplementedError

    def rebuild(self):
        return self.value()
""" + "".join(
    f"\nclass Cached{number}(Cached):\n    def value(self):\n        return Author.objects.count()\n"
    for number in range(12)
)
_REBUILDS = "\ndef page(request):\n    return HttpResponse(Cached1().rebuild())\n"
_SIGNAL = """
from django.db.models.signals import post_init
from django.dispatch import receiver

@receiver(post_init, sender=Book)
def made(sender, instance, **kwargs):
    Author.objects.count()

def page(request):
    return HttpResponse(Book(title="Emma").title)
"""
_HANDED = """
from pages import paginate

def page(request):
    return HttpResponse(paginate(Book.objects.all(), 1))
"""


@pytest.mark.parametrize(
    ("code", "view", "site"),
    [
        pytest.param(
            _HANDED,
            "views.page",
            ("shop.views.page", "db", "paginate"),
            id="code that cannot be seen may fetch the rows that it is handed",
        ),
        pytest.param(
            _BASE,
            "views.Page.as_view()",
            ("shop.views.Page.subject", "db", "Author.objects.count"),
            id="a method called on self may be that of a class below",
        ),
        pytest.param(
            _BASE,
            "views.Page.as_view()",
            ("shop.views.Base.form_valid", "db", "self.book.author"),
            id="a base class is handed the forms of the views below",
        ),
        pytest.param(
            _BASE,
            "views.Page.as_view()",
            ("shop.views.not_taken", "db", "Author.objects.filter(...).exists"),
            id="a form runs the validators of its fields",
        ),
        pytest.param(
            _FORMSET,
            "views.page",
            ("shop.views.page", "db", "books.is_valid"),
            id="a formset of rows queries when it is validated",
        ),
    ],
)
def test_a_request_reaches(code: str, view: str, site: tuple[str, str, str], tmp_path: Path) -> None:
    assert site in lines(sites(tmp_path, _FORMS + code, view))


def test_what_a_mixin_calls_on_super_leads_to_the_methods_below(tmp_path: Path) -> None:
    effects = program(tmp_path, _FORMS + _BASE, "views.Page.as_view()").effects_of("shop.views.Start.dispatch")
    assert {effect.effect for effect in effects} >= {"db"}


@pytest.mark.parametrize(
    ("code", "function"),
    [
        pytest.param(_MANY + _REBUILDS, "shop.views.Cached.rebuild", id="of many classes below any may be meant"),
        pytest.param(_SIGNAL, "shop.views.page", id="making an instance sends signals"),
    ],
)
def test_a_function_is_said_to_query(code: str, function: str, tmp_path: Path) -> None:
    effects = program(tmp_path, code, "views.page").effects_of(function)
    assert [effect.effect for effect in effects] == ["db"]


_ADMIN = """
from django.contrib import admin
from shop.models import Author, Book

class Linked:
    def title(self, obj):
        return obj.author.name

class Books(admin.TabularInline):
    model = Book

class AuthorAdmin(Linked, admin.ModelAdmin):
    inlines = [Books]

admin.site.register(Book, AuthorAdmin)
"""


def test_the_admin_runs_the_methods_of_its_mixins(tmp_path: Path) -> None:
    found = sites(tmp_path, "def page(request):\n    return None\n", "views.page", {"shop/admin.py": _ADMIN})
    assert ("shop.admin.Linked.title", "db", "obj.author") in lines(found)
