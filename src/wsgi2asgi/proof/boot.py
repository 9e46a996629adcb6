"""Boot the two kinds of servers in the project's interpreter: the standard library's for WSGI, Uvicorn for ASGI."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from wsgi2asgi.interpreter.serve import Ready, Server, ServerCommand, serving
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.proof import Observation
from wsgi2asgi.proof.stage import MODULES, Stage

HOST = "127.0.0.1"
LOADED, NOT_LOADED = "wsgi2asgi: application loaded", "wsgi2asgi: application not loaded"
#: Uvicorn raises the signal again once it has shut down, so both are a clean end.
CLEAN_ENDS = (0, -15, 143)
GRACE = 20.0


@contextlib.contextmanager
def wsgi_server(stage: Stage, port: int, run: str) -> Iterator[Server]:
    """The project as it was. Raises UserError where it does not start, since there is nothing to compare with then."""
    stage.copies.run("before")
    command = (stage.python, str(MODULES / "wsgi2asgi_wsgi.py"), HOST, str(port))
    with serving(ServerCommand(command, stage.folder, stage.environment, stage.copies.log(run))) as server:
        problem = server.wait(Ready(port, LOADED, NOT_LOADED), stage.options.timeout)
        if problem:
            raise UserError(
                f"the project does not start under WSGI: {problem}",
                hint="Does it start here by itself? Give --python, --settings and the environment it needs.",
            )
        yield server


@contextlib.contextmanager
def uvicorn_server(stage: Stage, port: int, workers: int) -> Iterator[tuple[Server, Observation]]:
    """The project as it will be, and how the boot went; the server may not run."""
    name = name_of(workers)
    stage.copies.run("after")
    command = (stage.python, str(MODULES / "wsgi2asgi_uvicorn.py"), "wsgi2asgi_asgi:application")
    arguments = ("--host", HOST, "--port", str(port), "--log-level", "info", "--no-access-log", "--no-use-colors")
    several = ("--workers", str(workers)) if workers > 1 else ()
    log = stage.copies.log(f"uvicorn-{workers}")
    with serving(ServerCommand((*command, *arguments, *several), stage.folder, stage.environment, log)) as server:
        problem = server.wait(Ready(port, LOADED, NOT_LOADED, workers), stage.options.timeout)
        outcome = "failed" if problem else "same"
        yield server, Observation("boot", "boot", "-", name, outcome, detail=problem)  # type: ignore[arg-type]


def shut_down(server: Server, name: str, timeout: float) -> Observation:
    """SIGTERM, and whether the server ended by itself in time."""
    grace = min(timeout, GRACE)
    stopped = server.stop(grace)
    if stopped.killed:
        detail = f"did not end within {grace:g} seconds; a stream or a thread that never ends keeps it"
        return Observation("shutdown", "SIGTERM", "-", name, "failed", detail=detail)
    if stopped.code not in CLEAN_ENDS:
        return Observation("shutdown", "SIGTERM", "-", name, "failed", detail=f"exit code {stopped.code}")
    return Observation("shutdown", "SIGTERM", "-", name, "same", detail=f"ended in {stopped.seconds:.1f} s")


def name_of(workers: int) -> str:
    """How a server is called in observations."""
    return "uvicorn" if workers == 1 else f"uvicorn --workers {workers}"
