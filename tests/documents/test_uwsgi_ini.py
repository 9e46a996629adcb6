"""uwsgi.ini: the command that comes nearest, and what is lost."""

from __future__ import annotations

from wsgi2asgi.documents.uwsgi_ini import equivalent

TEXT = """\
[other]
http = :1
[uwsgi]
module = shop.wsgi:application
http-socket = 127.0.0.1:8000
processes = %(workers)
workers = 3
master = true
vacuum = true
cron2 = minute=5 ls
mule = 1
log-4xx = true
if-env = X
uid = www-data
endif =
"""


def test_the_options_of_its_section_make_the_command() -> None:
    command, lost = equivalent(TEXT, "shop.asgi:application")
    assert command == "uvicorn shop.asgi:application --host 127.0.0.1 --port 8000 --workers 3"
    assert lost == (
        "cron2: a scheduler has to run it",
        "log-4xx: no counterpart",
        "mule: a process of its own has to do that work",
        "uid: the service manager has to set the user",
    )


def test_a_unix_socket_stays_one_and_the_proxy_has_to_change() -> None:
    command, lost = equivalent("[uwsgi]\nsocket = /run/shop.sock\n", "shop.asgi:application")
    assert command == "uvicorn shop.asgi:application --uds /run/shop.sock --forwarded-allow-ips '*'"
    assert lost == ("socket: uvicorn does not speak the uwsgi protocol; the proxy has to change with it",)


def test_windows_line_endings() -> None:
    command, _ = equivalent("[uwsgi]\r\nhttp = :8000\r\nworkers = 2\r\n", "shop.asgi:application")
    assert command == "uvicorn shop.asgi:application --host 0.0.0.0 --port 8000 --workers 2"
