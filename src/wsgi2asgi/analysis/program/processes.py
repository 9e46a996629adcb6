"""How many processes a command starts."""

from __future__ import annotations

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, module_settings

_FLAGS = {
    "gunicorn": ("-w", "--workers"),
    "uvicorn": ("--workers",),
    "hypercorn": ("-w", "--workers"),
    "granian": ("--workers",),
    "uwsgi": ("-p", "--processes", "--workers"),
}


def processes(program: Program, item: Started) -> int | None:
    """The number on the command line or in gunicorn's configuration; 1 where the server takes one by itself; None
    where a variable, an expression or a file that was not read decides."""
    if item.server in ("daphne", "runserver"):
        return 1
    flags = _FLAGS.get(item.server)
    if flags is None:
        return None
    given = item.value(*flags) or next((word[2:] for word in item.words if _is_short(word) and "-w" in flags), None)
    if given is not None:
        return int(given) if given.isdigit() else None
    if item.configuration is not None:
        found = (module_settings(program, item.configuration) or {}).get("workers")
        return found[0] if found is not None and isinstance(found[0], int) else None
    return None if item.open_ended else 1


def _is_short(word: str) -> bool:
    return word.startswith("-w") and word[2:].isdigit()
