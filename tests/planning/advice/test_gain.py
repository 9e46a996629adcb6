"""Which views gain: those that wait for long, and less those that wait for other servers. Never those that query."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planning.advice.programs import with_view
from wsgi2asgi.planning.advice import advise

_HEAD = """
import time
import requests
from django.http import HttpResponse, StreamingHttpResponse
from shop.models import Book
"""
_MODELS = """
import requests
from django.db import models

class Book(models.Model):
    title = models.CharField(max_length=9)

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        requests.get("http://search/index")
"""
_JOBS = """
class Job:
    def run(self):
        raise NotImplementedError

class Census(Job):
    def run(self):
        requests.get("http://census")

class Cleaning(Job):
    def run(self):
        {cleaning}

def carry_out(job: Job):
    job.run()

def page(request):
    carry_out(request.job)
    return HttpResponse()
"""
CASES = {
    "sleeping is waiting for long": ("high", "def page(request):\n    time.sleep(1)\n    return HttpResponse()\n"),
    "a loop that sleeps polls": (
        "high",
        "def page(request):\n    while not request.GET:\n        time.sleep(1)\n    return HttpResponse()\n",
    ),
    "a stream that sleeps": (
        "high",
        "def events():\n    while True:\n        time.sleep(1)\n        yield b'x'\n\n"
        "def page(request):\n    return StreamingHttpResponse(events())\n",
    ),
    "a stream that waits for its queue": (
        "high",
        "from queue import Queue\n\ndef events():\n    queue = Queue()\n    while True:\n"
        "        yield queue.get(timeout=30)\n\n"
        "def page(request):\n    return StreamingHttpResponse(events())\n",
    ),
    "a generator that takes a lock now and then": (
        "none",
        "from threading import Lock\nlock = Lock()\n\ndef lines():\n    for line in range(3):\n        with lock:\n"
        "            yield str(line)\n\ndef page(request):\n    return StreamingHttpResponse(lines())\n",
    ),
    "a language model answers in seconds": (
        "high",
        "import openai\n\ndef page(request):\n    openai.chat.completions.create(model='x')\n    return None\n",
    ),
    "one answer of another server": ("some", "def page(request):\n    return HttpResponse(requests.get('http://a'))\n"),
    "several answers, one after the other": (
        "some",
        "def page(request):\n    a = requests.get('http://a')\n    b = requests.get('http://b')\n"
        "    return HttpResponse([a, b])\n",
    ),
    "a helper that sleeps holds a thread": (
        "some",
        "def helper():\n    time.sleep(1)\n\ndef page(request):\n    helper()\n    return HttpResponse()\n",
    ),
    "queries alone": ("none", "def page(request):\n    return HttpResponse(Book.objects.count())\n"),
    "what a model does when it is saved": (
        "none",
        "def page(request):\n    Book(title='x').save()\n    return HttpResponse()\n",
    ),
    "one of the methods that may run waits": ("none", _JOBS.format(cleaning="Book.objects.count()")),
    "each of the methods that may run waits": ("some", _JOBS.format(cleaning="requests.get('http://b')")),
    "no wait at all": ("none", "def page(request):\n    return HttpResponse()\n"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_gain_of_a_view_is_that_of_its_waits(tmp_path: Path, case: str) -> None:
    gain, view = CASES[case]
    program = with_view(tmp_path, _HEAD + view, {"shop/models.py": _MODELS})
    assert [verdict.gain for verdict in advise(program)] == [gain]


def test_waits_one_after_the_other_are_not_promised_to_end_sooner(tmp_path: Path) -> None:
    program = with_view(tmp_path, _HEAD + CASES["several answers, one after the other"][1])
    texts = [reason.text for reason in advise(program)[0].reasons]
    assert "its waits stay one after the other, so it answers no sooner" in texts
    assert any("until an async client makes the call" in text for text in texts)


@pytest.mark.parametrize(
    ("decorators", "hops"),
    [
        ("", 1),
        ("@login_required\n", 3),
        ("@login_required\n@permission_required('shop.change_book')\n", 5),
    ],
)
def test_who_the_visitor_is_takes_hops_around_an_async_view(tmp_path: Path, decorators: str, hops: int) -> None:
    imported = "from django.contrib.auth.decorators import login_required, permission_required\n"
    view = "def page(request):\n    count = Book.objects.count()\n    return HttpResponse(count)\n"
    program = with_view(tmp_path, _HEAD + imported + decorators + view, {"shop/models.py": _MODELS})
    said = advise(program)[0].hops
    assert said.after - (said.before - 1) == hops
