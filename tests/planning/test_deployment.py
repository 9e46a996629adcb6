"""The step ``deployment`` and the notes on deployment files, on small projects."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from served_project import after, project_of

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.plan import Step
from wsgi2asgi.model.project import Project
from wsgi2asgi.planning.deployment_notes import deployment_notes
from wsgi2asgi.planning.steps import deployment


def plan(project: Project, *, channels: bool = False) -> Step:
    return deployment.plan_for(project, channels=channels)


def advice(step: Step) -> str:
    return "\n".join(f"{reason.place}: {reason.text}" for reason in step.advice)


def test_a_plain_command_switches_to_uvicorn_everywhere(tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        {
            "Procfile": "web: gunicorn shop.wsgi --timeout 60\nrelease: python manage.py migrate\n",
            "Dockerfile": 'FROM python:3.12\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "shop.wsgi"]\n',
        },
    )
    step = plan(project)
    texts, again = after(project, step)
    assert texts["Procfile"].splitlines()[0] == "web: uvicorn shop.asgi:application --host 0.0.0.0 --port $PORT"
    assert '"uvicorn", "--host", "0.0.0.0", "--port", "8000", "shop.asgi:application"' in texts["Dockerfile"]
    assert "Procfile:1:1: --timeout 60: no longer ends a stuck request" in advice(step)
    assert not plan(again).wishes


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"Procfile": "web: gunicorn shop.wsgi --preload\n"}, "Procfile:1:1: gunicorn stays as the manager: --preload"),
        (
            {"Procfile": "web: gunicorn shop.wsgi\n", "gunicorn.conf.py": "workers = 2\n"},
            "gunicorn.conf.py:1:1: gunicorn stays as the manager: it has a configuration file",
        ),
        (
            {"Procfile": "web: gunicorn shop.wsgi\n", ".env": "A=1\nGUNICORN_CMD_ARGS=--workers 3\n"},
            ".env:2:1: gunicorn stays as the manager: GUNICORN_CMD_ARGS gives it options",
        ),
        (
            {
                "Procfile": "web: gunicorn shop.wsgi\n",
                "entrypoint.sh": '#!/bin/sh\nif [ "$1" = "gunicorn" ]; then migrate; fi\nexec "$@"\n',
            },
            "entrypoint.sh:2:1: gunicorn stays as the manager: a script acts on the command's name",
        ),
    ],
    ids=["an option", "a configuration file", "options in the environment", "a script that asks for gunicorn"],
)
def test_gunicorn_stays_as_the_manager_for(tmp_path: Path, files: dict[str, str], reason: str) -> None:
    project = project_of(tmp_path, files)
    step = plan(project)
    texts, again = after(project, step)
    assert texts["Procfile"].startswith("web: gunicorn shop.asgi")
    assert "uvicorn_worker.UvicornWorker" in texts["Procfile"]
    assert reason in advice(step)
    assert not plan(again).wishes


def test_a_named_configuration_file_sets_the_worker_class_and_the_command_does_not(tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        {
            "deploy/web.service": "[Service]\nType=notify\nExecStart=/v/bin/gunicorn -c /srv/gunicorn.py shop.wsgi\n",
            "deploy/gunicorn.py": "bind = 'unix:/run/shop.sock'\nthreads = 4\nworker_class = 'gthread'\n",
        },
    )
    step = plan(project)
    texts, again = after(project, step)
    assert texts["deploy/web.service"].endswith(
        "Type=notify\nExecStart=/v/bin/gunicorn -c /srv/gunicorn.py shop.asgi\n"
    )
    assert texts["deploy/gunicorn.py"] == (
        "bind = 'unix:/run/shop.sock'\nworker_class = 'uvicorn_worker.UvicornWorker'\nforwarded_allow_ips = '*'\n"
    )
    assert "deploy/gunicorn.py:2:1: threads = 4: was the limit of concurrent requests" in advice(step)
    assert not plan(again).wishes


def test_a_configuration_file_that_is_refused_leaves_the_worker_class_to_the_command(tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        {
            "Procfile": "web: gunicorn -c gunicorn.conf.py shop.wsgi\n",
            "gunicorn.conf.py": "import sys\n\nworker_class = 'sync' if sys.platform == 'win32' else 'gthread'\n",
        },
    )
    step = plan(project)
    texts, _ = after(project, step)
    assert texts == {"Procfile": "web: gunicorn -c gunicorn.conf.py shop.asgi -k uvicorn_worker.UvicornWorker\n"}
    assert [(item.path, item.reason[:24]) for item in step.refused] == [
        ("gunicorn.conf.py", "worker_class is computed")
    ]


def test_a_refused_command_leaves_its_file_and_says_why(tmp_path: Path) -> None:
    text = "web: gunicorn shop.wsgi --proxy-protocol\nother: gunicorn shop.wsgi\n"
    project = project_of(tmp_path, {"Procfile": text})
    step = plan(project)
    assert not step.wishes
    assert [item.path for item in step.refused] == ["Procfile"]
    assert step.refused[0].reason.startswith("line 1: --proxy-protocol: neither uvicorn")


def test_a_missing_asgi_module_is_named_beside_the_wsgi_module(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"shop/asgi.py": None, "Procfile": "web: gunicorn shop.wsgi\n"})
    texts, _ = after(project, plan(project))
    assert "shop.asgi:application" in texts["Procfile"]


def test_the_step_serves_nothing_that_does_not_exist(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"shop/asgi.py": None, "Procfile": "web: gunicorn shop.wsgi\n"})
    program = cast("Program", SimpleNamespace(project=project, calls_of=lambda _: ()))
    step = deployment.plan(program, MigrateOptions(ProjectOptions(tmp_path)))
    assert not step.wishes
    assert advice(step) == "None: start commands stay as they are: there is no shop.asgi to serve; run the step asgi"


def test_an_asgi_module_for_other_settings_counts(tmp_path: Path) -> None:
    asgi = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.production")\n'
    project = project_of(tmp_path, {"shop/asgi.py": asgi, "Procfile": "web: gunicorn shop.wsgi\n"})
    program = cast("Program", SimpleNamespace(project=project, calls_of=lambda _: ()))
    step = deployment.plan(program, MigrateOptions(ProjectOptions(tmp_path)))
    assert step.paths == ("Procfile",)


def test_uvicorns_worker_of_old_is_replaced_and_gunicorn_stays(tmp_path: Path) -> None:
    old = "web: gunicorn -k uvicorn.workers.UvicornWorker shop.asgi\nspare: gunicorn shop.wsgi -b :80\n"
    project = project_of(tmp_path, {"Procfile": old})
    texts, again = after(project, plan(project))
    assert texts["Procfile"] == (
        "web: gunicorn -k uvicorn_worker.UvicornWorker shop.asgi\n"
        "spare: gunicorn shop.asgi -b :80 -k uvicorn_worker.UvicornWorker\n"
    )
    assert not plan(again).wishes


def test_without_entry_modules_start_commands_stay(tmp_path: Path) -> None:
    files = {
        "shop/asgi.py": None,
        "shop/wsgi.py": None,
        "shop/settings.py": 'ROOT_URLCONF = "shop.urls"\n',
        "Procfile": "web: gunicorn shop.wsgi\n",
    }
    step = plan(project_of(tmp_path, files))
    assert not step.wishes
    assert "neither a WSGI nor an ASGI module was found" in advice(step)


def test_uwsgi_files_and_proxies_are_reported_not_edited(tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        {
            "uwsgi.ini": (
                "[uwsgi]\nmodule = shop.wsgi\nhttp = :8000\nprocesses = 4\nharakiri = 30\nmule = 1\nmaster = true\n"
                "static-map = /static=static\n"
            ),
            "nginx.conf": "location / {\n  include uwsgi_params;\n\n    uwsgi_pass unix:/run/s.sock;\n}\n",
        },
    )
    step = plan(project)
    said = advice(step)
    assert not step.wishes
    assert "start instead: uvicorn shop.asgi:application --host 0.0.0.0 --port 8000 --workers 4" in said
    assert "static-map: WhiteNoise or the proxy" in said
    assert "mule: a process of its own" in said
    assert "nginx.conf:4:1: uvicorn does not speak the uwsgi protocol: put proxy_pass" in said


def test_a_proxy_is_advised_on_websockets_only_with_channels(tmp_path: Path) -> None:
    files = {"nginx.conf": "server {\n  location / {\n    proxy_pass http://127.0.0.1:8000;\n  }\n}\n"}
    project = project_of(tmp_path, files)
    assert "for WebSockets set proxy_http_version 1.1" in advice(plan(project, channels=True))
    assert "WebSockets" not in advice(plan(project))


def test_formats_that_are_not_edited_are_told_the_new_command(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"Makefile": "serve:\n\tgunicorn shop.wsgi -b 0.0.0.0:8000 --threads 2\n"})
    step = plan(project)
    assert not step.wishes
    assert "change by hand: uvicorn shop.asgi:application --host 0.0.0.0 --port 8000" in advice(step)


@pytest.mark.parametrize(
    ("command", "is_told"),
    [
        ("gunicorn shop.wsgi", True),
        ("gunicorn shop.wsgi --graceful-timeout 20", False),
        ("gunicorn shop.wsgi --preload", False),
    ],
)
def test_a_project_that_streams_events_is_told_to_limit_how_long_uvicorn_waits(
    tmp_path: Path, command: str, is_told: bool
) -> None:
    project = project_of(tmp_path, {"Procfile": f"web: {command}\n"})
    step = deployment.plan_for(project, channels=False, stream=Place("shop/views.py", 3))
    assert ("shop/views.py:3:1: uvicorn waits for this stream" in advice(step)) is is_told
    assert "uvicorn waits for this stream" not in advice(plan(project))


def test_development_servers_and_workers_are_left_alone(tmp_path: Path) -> None:
    compose = (
        "services:\n  web:\n    command: python manage.py runserver 0.0.0.0:8000\n"
        "  jobs:\n    command: celery -A shop worker\n"
    )
    project = project_of(tmp_path, {"docker-compose.yml": compose})
    step = plan(project)
    assert not step.wishes
    assert [reason.text for reason in step.advice] == [
        "no file of the repository starts the server: wherever that is done, start uvicorn shop.asgi:application"
        " instead"
    ]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    project = project_of(tmp_path, {"Procfile": "web: gunicorn shop.wsgi\n"})
    tree = project.tree.with_changes({"Procfile": b"web: gunicorn shop.wsgi # \xff\n"})
    object.__setattr__(project, "tree", tree)
    step = plan(project)
    assert not step.wishes
    assert "cannot be read" in step.refused[0].reason


def test_notes_say_what_each_line_becomes(tmp_path: Path) -> None:
    project = project_of(
        tmp_path,
        {
            "Procfile": "web: gunicorn shop.wsgi --threads 4\nspare: gunicorn forum.wsgi\n",
            "Makefile": "run:\n\tpython manage.py runserver\n",
            "bin/asgi": "#!/bin/sh\nexec daphne shop.asgi:application\n",
        },
    )
    said = {(note.path, note.line): f"{note.server}: {note.action}" for note in deployment_notes(project)}
    assert said["Procfile", 1].startswith(
        "gunicorn: becomes: uvicorn shop.asgi:application --host 0.0.0.0 --port $PORT;"
    )
    assert said["Procfile", 2].startswith("gunicorn: does not name shop.wsgi")
    assert said["Makefile", 2].startswith("runserver: the development server")
    assert said["bin/asgi", 2] == "daphne: serves ASGI already"
    assert list(said) == sorted(said)
