"""The connection budget: workers and threads today, requests in flight under ASGI, the database's limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.planning.advice.programs import on_postgresql, program_of
from wsgi2asgi.planning.connections.budget import connection_budget
from wsgi2asgi.planning.connections.numbers import number_in

STARTS = {
    "gunicorn alone has one worker": ({"Procfile": "web: gunicorn site_.wsgi\n"}, 1),
    "gunicorn with options": ({"Procfile": "web: gunicorn site_.wsgi -w 3 --threads 4\n"}, 12),
    "gunicorn with glued options": ({"Procfile": "web: gunicorn site_.wsgi -w3 --threads=2\n"}, 6),
    "WEB_CONCURRENCY": ({"Dockerfile": "ENV WEB_CONCURRENCY=5\nCMD gunicorn site_.wsgi\n"}, 5),
    "a configuration file": (
        {"Procfile": "web: gunicorn site_.wsgi\n", "gunicorn.conf.py": "workers = 2\nthreads = 8\n"},
        16,
    ),
    "a default of the environment": (
        {
            "Procfile": "web: gunicorn site_.wsgi\n",
            "gunicorn.conf.py": 'import os\nworkers = int(os.environ.get("WORKERS", "3"))\n',
        },
        3,
    ),
    "as many workers as processors": (
        {"gunicorn.conf.py": "import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\n"},
        None,
    ),
    "greenlets": ({"Procfile": "web: gunicorn site_.wsgi -k gevent -w 2\n"}, 2000),
    "uwsgi.ini": ({"uwsgi.ini": "[uwsgi]\nmodule = site_.wsgi\nprocesses = 4\nthreads = 2\n"}, 8),
    "uwsgi on the command line": ({"run.sh": "uwsgi --module site_.wsgi -p 4\n"}, 4),
    "mod_wsgi": ({"site.conf": "WSGIDaemonProcess site processes=2 threads=10\nWSGIScriptAlias / /srv/wsgi.py\n"}, 20),
    "waitress": ({"Procfile": "web: waitress-serve --threads=6 site_.wsgi:application\n"}, 6),
    "nothing": ({}, None),
}


@pytest.mark.parametrize("case", STARTS)
def test_what_servers_answer_at_once_is_what_they_may_hold(tmp_path: Path, case: str) -> None:
    files, before = STARTS[case]
    assert connection_budget(program_of(tmp_path, files)).before == before


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3), ("'4'", 4), ('os.getenv("W", "2")', 2), ("${W:-7}", 7), ('env.int("W", default=5)', 5),
        ("$W", None), ("cpu_count() * 2", None), ("", None),
    ],
)  # fmt: skip
def test_a_number_is_read_where_there_is_one(text: str, number: int | None) -> None:
    assert number_in(text) == number


def test_without_a_pool_nothing_but_requests_bounds_the_connections(tmp_path: Path) -> None:
    budget = connection_budget(on_postgresql(tmp_path, {"Procfile": "web: gunicorn site_.wsgi -w 3\n"}))
    assert (budget.engine, budget.before, budget.after, budget.fit) == ("postgresql", 3, None, "unbounded")
    assert (budget.limit, budget.limit_assumed) == (100, True)
    assert "assumed: the default of postgresql" in budget.limit_source


@pytest.mark.parametrize(
    ("pool", "after", "fit"),
    [
        ("True", 12, "within"), ('{"min_size": 2, "max_size": 9}', 27, "within"),
        ('{"max_size": 50}', 150, "may-exceed"),
        ('{"max_size": SIZE}', None, "unknown"),
    ],
)  # fmt: skip
def test_a_pool_bounds_them_by_process(tmp_path: Path, pool: str, after: int | None, fit: str) -> None:
    database = f'{{"default": {{"ENGINE": "django.db.backends.postgresql", "OPTIONS": {{"pool": {pool}}}}}}}'
    budget = connection_budget(on_postgresql(tmp_path, {"Procfile": "web: gunicorn site_.wsgi -w 3\n"}, database))
    assert (budget.after, budget.fit) == (after, fit)


def test_a_limit_is_taken_from_where_the_project_says_it(tmp_path: Path) -> None:
    compose = "services:\n  db:\n    image: postgres\n    command: postgres -c max_connections=250\n"
    budget = connection_budget(on_postgresql(tmp_path, {"docker-compose.yml": compose}))
    assert (budget.limit, budget.limit_source) == (250, "max_connections in docker-compose.yml:4")
    assert not budget.limit_assumed


def test_sqlite_has_no_limit(tmp_path: Path) -> None:
    budget = connection_budget(program_of(tmp_path, {}))
    assert (budget.limit, budget.fit) == (None, "no-limit")
