"""Workers and threads of a gunicorn command and its configuration file.

https://docs.gunicorn.org/en/stable/settings.html: one worker (or WEB_CONCURRENCY) and one thread unless more are asked
for; the workers that are made of greenlets take ``worker_connections`` requests each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started
from wsgi2asgi.model.connections import Capacity
from wsgi2asgi.planning.connections.numbers import number_in

_GREENLETS = ("gevent", "eventlet")
_CONNECTIONS = 1000


@dataclass(frozen=True, slots=True)
class _Said:
    """A number that is given, or given as something that is no number here."""

    value: int | None
    source: str


def gunicorn_capacity(program: Program, start: Started, web_concurrency: int | None) -> Capacity:
    """What a command says, else its configuration file, else gunicorn's defaults."""
    written = _assigned(program, start.configuration) if start.configuration else {}
    place = start.place
    workers = _option(start, "-w", "--workers") or _setting(written, "workers", start)
    threads = _option(start, None, "--threads") or _setting(written, "threads", start)
    if workers is None:
        named = f"WEB_CONCURRENCY {web_concurrency}" if web_concurrency else "one worker, gunicorn's default"
        workers = _Said(web_concurrency or 1, named)
    if start.configuration == "?" or any(word.startswith("$") for word in start.words):
        workers, threads = _Said(None, "its options come from elsewhere"), threads
    if start.worker_interface == "asgi":
        source = f"{workers.source}; an ASGI worker bounds no threads"
        return Capacity("gunicorn", place, workers.value, None, source, serves_asgi=True)
    if start.worker and start.worker.startswith(_GREENLETS):
        greenlets = _option(start, None, "--worker-connections") or _setting(written, "worker_connections", start)
        greenlets = greenlets or _Said(_CONNECTIONS, f"{_CONNECTIONS} greenlets, gunicorn's default")
        return Capacity("gunicorn", place, workers.value, greenlets.value, f"{workers.source}, {greenlets.source}")
    threads = threads or _Said(1, "one thread each")
    return Capacity("gunicorn", place, workers.value, threads.value, f"{workers.source}, {threads.source}")


def _option(start: Started, short: str | None, long: str) -> _Said | None:
    text = start.value(*((short, long) if short else (long,)))
    if text is None and short:
        text = next((word[2:] for word in start.words if word.startswith(short) and word[2:].isdigit()), None)
    return None if text is None else _Said(number_in(text), f"{long} {text}")


def _setting(written: Mapping[str, str], name: str, start: Started) -> _Said | None:
    text = written.get(name)
    return None if text is None else _Said(number_in(text), f"{name} = {text} in {start.configuration}")


def _assigned(program: Program, path: str) -> dict[str, str]:
    """The text of what a Python configuration file assigns to its names."""
    found: dict[str, str] = {}
    for function in program.functions_in(path):
        if function.facts.kind == "module":
            for op in function.facts.ops:
                if op.kind == "store" and op.inputs:
                    found[op.name] = program.text(function.name, op.inputs[0])
    return found
