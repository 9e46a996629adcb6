"""What the ASGI application routes, and the packages that it needs beside those of the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wsgi2asgi.interpreter.run import Answered
from wsgi2asgi.proof import websocket_talk
from wsgi2asgi.proof.extra_packages import DISTRIBUTIONS, SERVER, WEBSOCKET_LIBRARIES, Interpreter, folder_with
from wsgi2asgi.proof.stage import Progress, Stage
from wsgi2asgi.proof.websocket_talk import Socket

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Application:
    """What the ASGI application routes, as far as it could be loaded to be asked.

    ``file_paths``: those of the requests that Django's own views answer with files.
    """

    sockets: tuple[Socket, ...] = ()
    checks_origin: bool = False
    async_paths: frozenset[str] = frozenset()
    file_paths: frozenset[str] = frozenset()
    not_visited: tuple[str, ...] = ()

    @classmethod
    def of(cls, answer: Mapping[str, Any], existed: frozenset[str]) -> Application:
        """From the answer of the script. ``existed``: the Python files that the migration did not make."""
        sockets, not_visited = websocket_talk.sockets_of(answer, existed)
        return cls(
            tuple(sockets),
            answer["checks_origin"],
            frozenset(answer["async_paths"]),
            frozenset(answer["file_paths"]),
            tuple(not_visited),
        )


def look_inside(
    stage: Stage, interpreter: Interpreter, paths: Sequence[str], existed: frozenset[str], progress: Progress
) -> tuple[Stage, Application]:
    """Load the application to be; packages that only the migration brings are added beside the project's.

    An application that does not load is not an error here: its boot is observed and fails.
    """
    names = (SERVER,) if SERVER in interpreter.missing else ()
    for _ in range(ATTEMPTS):
        if names:
            stage = stage.with_extra(folder_with(names, interpreter, progress))
        outcome = stage.run("after").ask("sockets", {"paths": list(paths)}, stage.options.timeout)
        if isinstance(outcome, Answered):
            application = Application.of(outcome.value, existed)
            if application.sockets and not interpreter.speaks_websocket:
                stage = stage.with_extra(folder_with((*names, WEBSOCKET_LIBRARIES[0]), interpreter, progress))
            return stage, application
        added = _missing_distribution(outcome.message)
        if added is None or added in names:
            break
        names = (*names, added)
    return stage, Application()


def _missing_distribution(message: str) -> str | None:
    """The distribution that holds the module of "No module named 'channels'"."""
    _, found, rest = message.partition("No module named ")
    return DISTRIBUTIONS.get(rest.strip().strip("'\"").partition(".")[0]) if found else None
