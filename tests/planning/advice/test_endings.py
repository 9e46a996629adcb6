"""Which views may end in StopIteration: read off what is raised, also where that is a slice of something."""

from __future__ import annotations

from pathlib import Path

from tests.planning.advice.programs import with_view
from wsgi2asgi.planning.advice import advise

_VIEW = """
from django.http import HttpResponse
from shop.models import Book

def page(request):
    if number_of(request.GET["number"]):
        return HttpResponse(Book.objects.count())

def number_of(text):
    if text.isnumeric():
        return int(text)
    raise ValueError(text[1:])
"""


def test_what_is_left_out_of_a_slice_in_what_is_raised_is_nothing_to_look_at(tmp_path: Path) -> None:
    texts = [reason.text for reason in advise(with_view(tmp_path, _VIEW))[0].reasons]
    assert not any("StopIteration" in text for text in texts)
