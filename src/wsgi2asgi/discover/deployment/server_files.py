"""Configuration of the servers themselves: uWSGI, gunicorn, nginx, Apache."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.discover.deployment.shell_text import Command
from wsgi2asgi.model.project import Server

Hit = tuple[Server, Command]

_UWSGI = re.compile(r"\s*(?:<|-\s*)?(module|wsgi-file|wsgi|mount|file)(?:\s*[=:>]\s*|\s+)(\S.*)")
_UWSGI_HEAD = re.compile(r"\[uwsgi(:\w+)?\]|uwsgi:\s*$|<uwsgi")
_GUNICORN = re.compile(r"(bind|workers|worker_class|wsgi_app|threads|timeout|accesslog|loglevel|preload_app)\s*=")
_GUNICORN_ORDER = ("worker_class", "wsgi_app", "bind", "workers")
_NGINX = re.compile(r"\s*(?:location\s[^{]*\{\s*)?(uwsgi_pass|proxy_pass)\s+([^;]+)")
_LOCATION = re.compile(r"\s*location\s+(?:[=~^*]+\s+)?(\S+)")
_APACHE = re.compile(r"\s*(WSGIScriptAlias(?:Match)?|WSGIDaemonProcess|WSGIImportScript)\s+(.+)")


def uwsgi_hits(text: str) -> Iterator[Hit]:
    """The line that names the application, else the head of the section. Nothing where uWSGI has no section."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines, 1) if _UWSGI_HEAD.match(line.strip())]
    if not heads:
        return
    named = [(number, line) for number, line in enumerate(lines, 1) if _UWSGI.match(line) and number > heads[0]]
    number, line = named[0] if named else (heads[0], lines[heads[0] - 1])
    yield "uwsgi", Command(number, line.strip())


def gunicorn_hits(text: str) -> Iterator[Hit]:
    """The line of the setting that matters most for the server's kind of worker."""
    found: dict[str, Command] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _GUNICORN.match(line)
        if match:
            found.setdefault(match[1], Command(number, line.strip()))
    if found:
        first = next((found[name] for name in _GUNICORN_ORDER if name in found), None)
        yield "gunicorn", first or min(found.values())


def proxy_hits(text: str) -> Iterator[Hit]:
    """Each ``uwsgi_pass``, which speaks uWSGI's protocol; else the main ``proxy_pass``: behind it may stand anything.

    The main one stands in ``location /`` or a named location; others serve files and further services.
    """
    location, passes = "", list[tuple[bool, Command]]()
    for number, line in enumerate(text.splitlines(), 1):
        if head := _LOCATION.match(line):
            location = head[1]
        match = _NGINX.match(line)
        if match and match[1] == "uwsgi_pass":
            yield "uwsgi", Command(number, line.strip())
        elif match:
            passes.append((location != "/" and not location.startswith("@"), Command(number, line.strip())))
    if passes:
        yield "unknown", min(passes)[1]


def apache_hits(text: str) -> Iterator[Hit]:
    """``WSGIScriptAlias`` of mod_wsgi."""
    for number, line in enumerate(text.splitlines(), 1):
        if _APACHE.match(line):
            yield "mod_wsgi", Command(number, line.strip())


def is_nginx(text: str) -> bool:
    """Whether a .conf file is one of nginx."""
    return re.search(r"(?m)^\s*(server|upstream|http|location\s+\S+)\s*\{", text) is not None


def is_apache(text: str) -> bool:
    """Whether a .conf file configures mod_wsgi."""
    return re.search(r"(?m)^\s*WSGI\w+\s", text) is not None
