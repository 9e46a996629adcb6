"""The files that start or front the server: which server, on which line, by which command."""

from __future__ import annotations

import pytest

from wsgi2asgi.discover.deployment.command import server_of

from .small_projects import SHOP, Found

Hit = tuple[str, str, int, str]

CASES: dict[str, tuple[str, str, list[Hit]]] = {
    "Procfile": (
        "Procfile",
        "release: python manage.py migrate\nweb: gunicorn shop.wsgi --log-file -\nworker: celery -A shop worker\n",
        [("procfile", "gunicorn", 2, "gunicorn shop.wsgi --log-file -")],
    ),
    "Procfile with a chain": (
        "Procfile.production",
        "web: python manage.py migrate && newrelic-admin run-program gunicorn shop.wsgi\n",
        [("procfile", "gunicorn", 1, "python manage.py migrate && newrelic-admin run-program gunicorn shop.wsgi")],
    ),
    "Dockerfile with an exec array": (
        "deploy/Dockerfile.web",
        'FROM python:3.12\nRUN pip install gunicorn\nCOPY gunicorn.conf.py .\nCMD ["gunicorn", \\\n  "shop.wsgi"]\n',
        [("dockerfile", "gunicorn", 4, '["gunicorn", "shop.wsgi"]')],
    ),
    "Dockerfile through a shell": (
        "web.dockerfile",
        'ENTRYPOINT ["sh", "-c", "python manage.py migrate && uwsgi --ini uwsgi.ini"]\n',
        [("dockerfile", "uwsgi", 1, '["sh", "-c", "python manage.py migrate && uwsgi --ini uwsgi.ini"]')],
    ),
    "Dockerfile that only installs and labels": (
        "Dockerfile",
        "RUN apk add uwsgi \\\n    && pip install gunicorn\nENV UWSGI_MAX_FD=4096\nEXPOSE 8000\n",
        [],
    ),
    "compose inline": (
        "docker-compose.yml",
        "services:\n  web:\n    image: shop\n    command: gunicorn shop.wsgi  # serve\n    depends_on:\n"
        "      - gunicorn\n",
        [("compose", "gunicorn", 4, "gunicorn shop.wsgi")],
    ),
    "compose as a list": (
        "compose.prod.yaml",
        "services:\n  web:\n    command:\n      - gunicorn\n      - shop.wsgi\n      - --workers=3\n",
        [("compose", "gunicorn", 4, "gunicorn shop.wsgi --workers=3")],
    ),
    "compose folded": (
        "docker-compose.yml",
        "services:\n  web: &web\n    command: >\n      bash -c 'python manage.py migrate\n"
        "      && gunicorn shop.wsgi'\n    ports: []\n",
        [("compose", "gunicorn", 4, "bash -c 'python manage.py migrate && gunicorn shop.wsgi'")],
    ),
    "compose with a merge key": (
        "docker-compose.yml",
        "services:\n  web:\n    <<: *worker\n    command: uwsgi --ini uwsgi.ini\n",
        [("compose", "uwsgi", 4, "uwsgi --ini uwsgi.ini")],
    ),
    "compose of a service that is called as a server": (
        "docker-compose.yml",
        "services:\n  gunicorn:\n    image: shop\n    container_name: gunicorn\n",
        [],
    ),
    "gunicorn configuration": (
        "gunicorn.conf.py",
        'import os\nbind = "0.0.0.0:8000"\nworkers = 3\nworker_class = "gthread"\n',
        [("gunicorn-conf", "gunicorn", 4, 'worker_class = "gthread"')],
    ),
    "gunicorn configuration of another name": (
        "deploy/gunicorn_config.py",
        'workers = 3\nbind = "unix:/run/shop.sock"\n',
        [("gunicorn-conf", "gunicorn", 2, 'bind = "unix:/run/shop.sock"')],
    ),
    "systemd": (
        "deploy/shop.service.j2",
        "[Service]\nEnvironment=A=b\nExecStart=/srv/venv/bin/gunicorn \\\n    --workers 3 shop.wsgi\n"
        "# ExecStart=uwsgi x\n",
        [("systemd", "gunicorn", 3, "/srv/venv/bin/gunicorn --workers 3 shop.wsgi")],
    ),
    "supervisor": (
        "conf/shop.conf",
        "[program:shop]\ncommand=/srv/venv/bin/gunicorn shop.wsgi\n[program:worker]\ncommand=celery worker\n",
        [("supervisor", "gunicorn", 2, "/srv/venv/bin/gunicorn shop.wsgi")],
    ),
    "uWSGI by module": (
        "uwsgi.ini",
        "[uwsgi]\nhttp = :8000\nmodule = shop.wsgi:application\nprocesses = 4\n",
        [("uwsgi-ini", "uwsgi", 3, "module = shop.wsgi:application")],
    ),
    "uWSGI under any name, by file": (
        "deploy/shop.ini",
        "; comment\n[uwsgi]\nwsgi-file = shop/wsgi.py\n",
        [("uwsgi-ini", "uwsgi", 3, "wsgi-file = shop/wsgi.py")],
    ),
    "uWSGI in YAML": ("uwsgi.yaml", "uwsgi:\n  module: shop.wsgi\n", [("uwsgi-ini", "uwsgi", 2, "module: shop.wsgi")]),
    "an ini file of something else": ("alembic.ini", "[alembic]\nmodule = x\n", []),
    "nginx before uWSGI": (
        "nginx/default.conf",
        "server {\n  location /static { alias /s; }\n  location / {\n    include uwsgi_params;\n"
        "    uwsgi_pass shop:8000;\n  }\n}\n",
        [("nginx", "uwsgi", 5, "uwsgi_pass shop:8000;")],
    ),
    "nginx before anything, the main location": (
        "nginx.conf.template",
        "server {\n  location /media {\n    proxy_pass http://s3;\n  }\n  location / {\n"
        "    proxy_pass http://web:8000;\n  }\n}\n",
        [("nginx", "unknown", 6, "proxy_pass http://web:8000;")],
    ),
    "Apache": (
        "deploy/vhost.conf",
        "<VirtualHost *:80>\n  WSGIScriptAlias / /srv/shop/wsgi.py\n</VirtualHost>\n",
        [("apache", "mod_wsgi", 2, "WSGIScriptAlias / /srv/shop/wsgi.py")],
    ),
    "shell script": (
        "docker/entrypoint.sh",
        '#!/bin/sh\necho "Starting gunicorn"\nif [ "$1" = "gunicorn" ]; then\n'
        "  exec gunicorn shop.wsgi \\\n    -b :8000\nfi\n",
        [("shell", "gunicorn", 4, "exec gunicorn shop.wsgi -b :8000")],
    ),
    "shell script without an ending": (
        "compose/production/django/start",
        "#!/bin/bash\nset -e\n/usr/local/bin/gunicorn config.wsgi --bind 0.0.0.0:5000\n",
        [("shell", "gunicorn", 3, "/usr/local/bin/gunicorn config.wsgi --bind 0.0.0.0:5000")],
    ),
    "a file without an ending that is no script": ("bin/notes", "gunicorn shop.wsgi\n", []),
    "Makefile": (
        "Makefile",
        "run:\n\t@python manage.py runserver 0.0.0.0:8000\nup: gunicorn\n",
        [("makefile", "runserver", 2, "python manage.py runserver 0.0.0.0:8000")],
    ),
    "App Engine": (
        "app.yaml",
        "runtime: python312\nentrypoint: gunicorn -b :$PORT shop.wsgi\n",
        [("app-yaml", "gunicorn", 2, "gunicorn -b :$PORT shop.wsgi")],
    ),
    "Fly": (
        "fly.toml",
        '[processes]\n  app = "gunicorn shop.wsgi"\n  worker = "celery"\n',
        [("fly-toml", "gunicorn", 2, '"gunicorn shop.wsgi"')],
    ),
    "Render": (
        "render.yaml",
        "services:\n  - type: web\n    startCommand: gunicorn shop.wsgi:application\n",
        [("render-yaml", "gunicorn", 3, "gunicorn shop.wsgi:application")],
    ),
    "Heroku": ("heroku.yml", "run:\n  web: uwsgi --ini uwsgi.ini\n", [("other", "uwsgi", 2, "uwsgi --ini uwsgi.ini")]),
    "Kubernetes": (
        "k8s/web.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  containers:\n  - name: web\n"
        '    command: ["gunicorn", "shop.wsgi"]\n',
        [("kubernetes", "gunicorn", 6, '["gunicorn", "shop.wsgi"]')],
    ),
    "a workflow that starts a server": (
        ".github/workflows/e2e.yml",
        "jobs:\n  test:\n    steps:\n      - run: pip install gunicorn\n      - name: serve\n"
        "        run: |\n          gunicorn shop.wsgi &\n          pytest\n",
        [("ci", "gunicorn", 7, "gunicorn shop.wsgi &")],
    ),
    "prose": ("docs/deploy.md", "```\ngunicorn shop.wsgi\n```\n", []),
    "prose in reStructuredText": ("docs/uwsgi.rst", "    uwsgi --ini uwsgi.ini\n", []),
    "waitress": (
        "serve.sh",
        "waitress-serve --port=8000 shop.wsgi:application\n",
        [("shell", "waitress", 1, "waitress-serve --port=8000 shop.wsgi:application")],
    ),
    "already ASGI": (
        "Procfile",
        "web: uvicorn shop.asgi:application\n",
        [("procfile", "uvicorn", 1, "uvicorn shop.asgi:application")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_deployment(found: Found, case: str) -> None:
    path, text, expected = CASES[case]
    project = found({**SHOP, path: text.encode()})
    assert [(item.format, item.server, item.line, item.command) for item in project.deployment_files] == expected
    assert all(item.path == path for item in project.deployment_files)


@pytest.mark.parametrize(
    ("command", "server"),
    [
        ("python -m gunicorn shop.wsgi", "gunicorn"),
        ("exec gosu app:app gunicorn shop.wsgi", "gunicorn"),
        ("poetry run gunicorn shop.wsgi", "gunicorn"),
        ("opentelemetry-instrument uwsgi --ini x.ini", "uwsgi"),
        ("DJANGO_SETTINGS_MODULE=shop.settings gunicorn shop.wsgi", "gunicorn"),
        ("su app -c 'gunicorn shop.wsgi'", "gunicorn"),
        ("mod_wsgi-express start-server shop/wsgi.py", "mod_wsgi"),
        ("django-admin runserver", "runserver"),
        ("python manage.py runserver_plus 0:8000", "runserver"),
        ("pipenv run python -m manage runserver", "runserver"),
        ("daphne -p 8001 shop.asgi:application", "daphne"),
        ("pip install gunicorn uvicorn", None),
        ("uv add gunicorn", None),
        ("pkill gunicorn", None),
        ("systemctl restart gunicorn", None),
        ("cp gunicorn.conf.py /etc/gunicorn/", None),
        ("mkdir -p /var/log/gunicorn/", None),
        ("echo starting gunicorn", None),
        ("make runserver", None),
        ("--worker-class=uvicorn.workers.UvicornWorker", None),
        ("pip install gunicorn && gunicorn shop.wsgi", "gunicorn"),
    ],
)
def test_commands_that_start_a_server_and_commands_that_speak_of_one(command: str, server: str | None) -> None:
    assert server_of(command) == server


def test_huge_files_are_not_looked_into(found: Found) -> None:
    project = found({**SHOP, "fixtures.yml": "a: b\n" * 100_000 + "command: gunicorn shop.wsgi\n"})
    assert project.deployment_files == ()
