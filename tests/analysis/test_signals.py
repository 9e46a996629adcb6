"""What receivers of signals do belongs to whoever sends the signal."""

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


class Book(models.Model):
    title = models.CharField(max_length=80)
    tags = models.ManyToManyField(Tag, related_name="books")
    author = models.ForeignKey("auth.User", on_delete=models.CASCADE)
"""
SIGNALS = """\
from django.dispatch import Signal

paid = Signal()
other = Signal()
"""
VIEWS = """\
from django import forms
from django.contrib.auth import authenticate, get_user_model, login
from shop.models import Book, Tag
from shop.signals import paid


def page(request):
    book = Book(author_id=1)
    {}
"""
RECEIVER = """\
import requests
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.core.mail import send_mail
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from shop.models import Book, Tag
from shop.signals import other, paid

User = get_user_model()
{}
"""


def effects(root: Path, statement: str, receivers: str) -> set[str]:
    """The effects of a view that has one statement."""
    files = {
        "shop/models.py": MODELS,
        "shop/signals.py": SIGNALS,
        "shop/receivers.py": RECEIVER.format(receivers),
        "shop/views.py": VIEWS.format(statement),
        "shop/urls.py": "from django.urls import path\nfrom shop import views\nurlpatterns = [path('', views.page)]\n",
    }
    Case("signals", "", files).write(root)
    found = analyse(discover(ProjectOptions(root)), jobs=1).effects_of("shop.views.page")
    return {effect.effect for effect in found}


def handler(line: str) -> str:
    """A receiver under this decorator that makes an HTTP request."""
    return f"\n\n{line}\ndef tell(sender, instance=None, **kwargs):\n    requests.post('https://example.org')\n"


@pytest.mark.parametrize(
    ("statement", "decorator", "runs"),
    [
        ("book.save()", "@receiver(post_save, sender=Book)", True),
        ("book.save()", "@receiver(post_save)", True),
        ("book.save()", "@receiver(post_save, sender='shop.Book')", True),
        ("book.save()", "@receiver([post_save, post_delete], sender=Book)", True),
        ("book.save()", "@receiver(post_save, sender=Tag)", False),
        ("book.save()", "@receiver(post_delete, sender=Book)", False),
        ("Book.objects.create(title='x')", "@receiver(post_save, sender=Book)", True),
        ("Book.objects.get_or_create(title='x')", "@receiver(post_save, sender=Book)", True),
        ("Book.objects.filter(pk=1).delete()", "@receiver(post_delete, sender=Book)", True),
        ("Book.objects.filter(pk=1).update(title='x')", "@receiver(post_save, sender=Book)", False),
        ("Book.objects.bulk_create([book])", "@receiver(post_save, sender=Book)", False),
        ("book.tags.add(1)", "@receiver(m2m_changed, sender=Book.tags.through)", True),
        ("Tag.objects.get().books.clear()", "@receiver(m2m_changed, sender=Book.tags.through)", True),
        ("book.tags.add(1)", "@receiver(m2m_changed, sender=Book.others.through)", False),
        ("request.user.save()", "@receiver(post_save, sender=User)", True),
        ("get_user_model().objects.create(username='x')", "@receiver(post_save, sender=get_user_model())", True),
        ("login(request, request.user)", "@receiver(user_logged_in)", True),
        ("authenticate(request)", "@receiver(user_logged_in)", False),
        ("paid.send(sender=None)", "@receiver(paid)", True),
        ("paid.send_robust(sender=None)", "@receiver(paid)", True),
        ("paid.send(sender=None)", "@receiver(other)", False),
        ("forms.modelform_factory(Book)(request.POST).save()", "@receiver(post_save, sender=Tag)", False),
    ],
)
def test_a_receiver_runs_where_its_signal_is_sent(tmp_path: Path, statement: str, decorator: str, runs: bool) -> None:
    assert ("http" in effects(tmp_path, statement, handler(decorator))) is runs


CONNECTED = """

def tell(sender, **kwargs):
    send_mail("a", "b", "c", [])


def connect():
    for model in (Book, Tag):
        post_save.connect(tell, sender=model)
"""


def test_a_receiver_connected_in_a_loop_may_be_that_of_any_model(tmp_path: Path) -> None:
    assert "mail" in effects(tmp_path, "book.save()", CONNECTED)


def test_a_receiver_knows_the_instance_it_is_given(tmp_path: Path) -> None:
    receivers = "\n\n@receiver(paid)\ndef tell(sender, book, **kwargs):\n    book.author.username\n"
    assert effects(tmp_path, "paid.send(sender=None, book=book)", receivers) == {"db"}
