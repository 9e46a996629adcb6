"""How many requests each start of a server answers at once, by its command or configuration."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, numbered_lines, started
from wsgi2asgi.knowledge.servers import ASGI_SERVERS
from wsgi2asgi.model.connections import Capacity
from wsgi2asgi.planning.connections.gunicorn import gunicorn_capacity
from wsgi2asgi.planning.connections.numbers import number_in

_WEB_CONCURRENCY = re.compile(r"\bWEB_CONCURRENCY[\"']?\s*[=: ]\s*[\"']?(\d+)")
_UWSGI_LINE = re.compile(r"\s*(processes|workers|threads)\s*[=:]\s*[\"']?(\d+)")
_WORKER_OPTIONS = ("-w", "--workers")


def capacities(program: Program) -> tuple[Capacity, ...]:
    """One value for each start, in order of files; a configuration that a listed command reads is part of it."""
    starts = [start for start in started(program) if start.format not in ("nginx", "ci")]
    read = {start.configuration for start in starts if start.format != "gunicorn-conf"}
    configured = {posixpath.basename(start.place.path) for start in starts if start.format == "uwsgi-ini"}
    concurrency = _web_concurrency(program)
    found: list[Capacity] = []
    for start in starts:
        if start.format == "gunicorn-conf" and start.place.path in read:
            continue
        if start.server == "uwsgi" and configured & {posixpath.basename(word) for word in start.words}:
            continue
        found += _capacity(program, start, concurrency)
    return tuple(found)


def _capacity(program: Program, start: Started, concurrency: int | None) -> Iterator[Capacity]:
    if start.server == "gunicorn":
        yield gunicorn_capacity(program, start, concurrency)
    elif start.server == "uwsgi":
        yield _of_uwsgi(program, start)
    elif start.server == "mod_wsgi":
        yield from _of_mod_wsgi(start)
    elif start.server == "waitress":
        text = start.value("--threads") or "4"
        yield Capacity("waitress", start.place, 1, number_in(text), f"one process, threads {text}")
    elif start.server in ASGI_SERVERS:
        text = start.value(*_WORKER_OPTIONS) or "1"
        source = f"workers {text}; threads are not bounded"
        yield Capacity(start.server, start.place, number_in(text), None, source, serves_asgi=True)


def _of_uwsgi(program: Program, start: Started) -> Capacity:
    """One process and one thread unless more are asked for: https://uwsgi-docs.readthedocs.io/en/latest/Options.html"""
    said: dict[str, int | None] = {}
    if start.format == "uwsgi-ini":
        for _, line in numbered_lines(program.project, start.place.path):
            if match := _UWSGI_LINE.match(line):
                said["workers" if match[1] == "processes" else match[1]] = int(match[2])
    for name, flags in (("workers", ("-p", "--processes", "--workers")), ("threads", ("--threads",))):
        if (text := start.value(*flags)) is not None:
            said[name] = number_in(text)
    return _of_processes(start, said.get("workers", 1), said.get("threads", 1))


def _of_mod_wsgi(start: Started) -> Iterator[Capacity]:
    """A daemon process group has one process of 15 threads unless it says otherwise:
    https://modwsgi.readthedocs.io/en/develop/configuration-directives/WSGIDaemonProcess.html"""
    if start.words and start.words[0] == "WSGIDaemonProcess":
        options = dict(word.split("=", 1) for word in start.words if "=" in word)
        yield _of_processes(start, number_in(options.get("processes", "1")), number_in(options.get("threads", "15")))


def _of_processes(start: Started, processes: int | None, threads: int | None) -> Capacity:
    numbers = (("processes", processes), ("threads", threads))
    said = ", ".join(f"{name} {'not known' if number is None else number}" for name, number in numbers)
    return Capacity(start.server, start.place, processes, threads, said)


def _web_concurrency(program: Program) -> int | None:
    """What deployment files set WEB_CONCURRENCY to, the most if several do."""
    paths = dict.fromkeys(file.path for file in program.project.deployment_files)
    found = [
        int(match[1])
        for path in paths
        for _, line in numbered_lines(program.project, path)
        for match in _WEB_CONCURRENCY.finditer(line)
    ]
    return max(found, default=None)
