"""Calls that hand a function to a task queue: it runs elsewhere, what it does is not the caller's."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

URLS = 'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("", views.page)]\n'
VIEWS = """\
from django.http import HttpResponse

from shop.tasks import fetch


def page(request):
    {call}
    return HttpResponse()
"""
WORK = "def fetch(url):\n    return requests.get(url)\n"
#: A decorator of the project's own around one of Huey's, as Huey's guide shows it.
OWN = """\
import functools

import requests
from huey.contrib.djhuey import HUEY as huey


def task(retries=5):
    def decorate(function):
        @functools.wraps(function)
        def inner(*args, **kwargs):
            task = kwargs.pop("task")
            try:
                return function(*args, **kwargs)
            except Exception:
                task.retry_delay *= 2
                raise

        return huey.task(retries=retries, context=True)(inner)

    return decorate


@task()
"""


def effects(root: Path, tasks: str, call: str) -> dict[str, str]:
    """What the view does in the end, and by which operation."""
    files = {"shop/tasks.py": tasks, "shop/views.py": VIEWS.format(call=call), "shop/urls.py": URLS}
    Case("tasks", "", files).write(root)
    program = analyse(discover(ProjectOptions(root)), jobs=1)
    return {item.effect: item.operation.kind for item in program.effects_of("shop.views.page")}


@pytest.mark.parametrize(
    ("head", "call"),
    [
        pytest.param(OWN, "fetch('u')", id="a decorator of the project's own that gives a task of huey"),
        pytest.param(
            "import requests\nfrom huey.contrib.djhuey import task\n\n\n@task()\n", "fetch('u')", id="a task of huey"
        ),
        pytest.param(
            "import requests\nfrom huey import RedisHuey\n\nhuey = RedisHuey()\n\n\n@huey.task()\n",
            "fetch('u')",
            id="a task of an instance of huey",
        ),
        pytest.param(
            "import requests\nfrom celery import shared_task\n\n\n@shared_task\n",
            "fetch.delay('u')",
            id="a shared task of celery",
        ),
        pytest.param(
            "import requests\nfrom celery import Celery\n\napp = Celery()\n\n\n@app.task(bind=True)\n",
            "fetch.apply_async(['u'])",
            id="a task of an app of celery",
        ),
        pytest.param(
            "import dramatiq\nimport requests\n\n\n@dramatiq.actor\n", "fetch.send('u')", id="an actor of dramatiq"
        ),
        pytest.param(
            "import requests\nfrom django_rq import job\n\n\n@job('low')\n", "fetch.delay('u')", id="a job of rq"
        ),
    ],
)
def test_a_task_that_is_enqueued_only_reaches_the_broker(head: str, call: str, tmp_path: Path) -> None:
    assert effects(tmp_path, head + WORK, call) == {"socket": "task"}


@pytest.mark.parametrize(
    ("head", "call"),
    [
        ("import requests\nfrom celery import shared_task\n\n\n@shared_task\n", "fetch('u')"),
        ("import requests\nfrom celery import shared_task\n\n\n@shared_task\n", "fetch.apply(['u'])"),
        ("import requests\nfrom huey.contrib.djhuey import task\n\n\n@task()\n", "fetch.call_local('u')"),
    ],
)
def test_a_task_that_is_called_itself_runs_here(head: str, call: str, tmp_path: Path) -> None:
    assert effects(tmp_path, head + WORK, call) == {"http": "http"}


def test_enqueuing_in_a_database_touches_it(tmp_path: Path) -> None:
    head = "import requests\nfrom django_tasks import task\n\n\n@task\n"
    assert effects(tmp_path, head + WORK, "fetch.enqueue('u')") == {"db": "task"}


def test_a_task_made_by_a_call_is_one_too(tmp_path: Path) -> None:
    work = WORK.replace("fetch", "_fetch")
    tasks = f"import requests\nfrom celery import shared_task\n\n\n{work}\n\nfetch = shared_task(_fetch)\n"
    assert effects(tmp_path, tasks, "fetch.delay('u')") == {"socket": "task"}


def test_a_decorator_that_only_registers_runs_nothing_around(tmp_path: Path) -> None:
    tasks = (
        "import requests\n\nHOOKS = []\n\n\ndef hook(function):\n    def later():\n        requests.get('u')\n\n"
        "    HOOKS.append(later)\n    return function\n\n\n@hook\ndef fetch(url):\n    return url\n"
    )
    assert effects(tmp_path, tasks, "fetch('u')") == {}


def test_what_runs_around_a_function_counts(tmp_path: Path) -> None:
    tasks = (
        "import functools\nimport time\n\n\ndef patient(seconds):\n    def decorate(function):\n"
        "        @functools.wraps(function)\n        def inner(*args):\n            time.sleep(seconds)\n"
        "            return function(*args)\n\n        return inner\n\n    return decorate\n\n\n"
        "@patient(2)\ndef fetch(url):\n    return url\n"
    )
    assert effects(tmp_path, tasks, "fetch('u')") == {"sleep": "sleep"}


def test_an_instance_that_decorates_runs_its_call_around(tmp_path: Path) -> None:
    tasks = (
        "import time\n\n\nclass Patient:\n    def __init__(self, function):\n        self.function = function\n\n"
        "    def __call__(self, *args):\n        time.sleep(1)\n        return self.function(*args)\n\n\n"
        "@Patient\ndef fetch(url):\n    return url\n"
    )
    assert effects(tmp_path, tasks, "fetch('u')") == {"sleep": "sleep"}


def test_what_method_decorator_puts_around_a_method_counts(tmp_path: Path) -> None:
    tasks = (
        "import functools\nimport time\n\nfrom django.utils.decorators import method_decorator\n\n\n"
        "def patient(function):\n    @functools.wraps(function)\n    def inner(*args):\n        time.sleep(1)\n"
        "        return function(*args)\n\n    return inner\n\n\n"
        "class Fetcher:\n    @method_decorator(patient)\n    def get(self, url):\n        return url\n\n\n"
        "def fetch(url):\n    return Fetcher().get(url)\n"
    )
    assert effects(tmp_path, tasks, "fetch('u')") == {"sleep": "sleep"}
