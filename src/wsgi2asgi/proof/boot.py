"""Boot the two kinds of servers in the project's interpreter: the standard library's for WSGI, Uvicorn for ASGI."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from wsgi2asgi.interpreter.serve import Ready, Server, ServerCommand, serving
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.proof import Observation
from wsgi2asgi.proof.stage import MODULES, Run

HOST = "127.0.0.1"
LOADED, NOT_LOADED = "wsgi2asgi: application loaded", "wsgi2asgi: application not loaded"
#: Uvicorn raises the signal again once it has shut down, so both are a clean end.
CLEAN_ENDS = (0, -15, 143)
GRACE = 20.0


@contextlib.contextmanager
def wsgi_server(run: Run) -> Iterator[Server]:
    """The project as it was. Raises UserError where it does not start, since there is nothing to compare with then."""
    with serving(command(run, "wsgi2asgi_wsgi.py", HOST, str(run.port)), run.stage.fleet) as server:
        problem = server.wait(Ready(run.port, LOADED, NOT_LOADED), run.stage.options.timeout)
        if problem:
            raise UserError(
                f"the project does not start under WSGI: {problem}",
                hint="Does it start here by itself? Give --python, --settings and the environment it needs.",
            )
        yield server


@contextlib.contextmanager
def uvicorn_server(run: Run, workers: int) -> Iterator[tuple[Server, Observation]]:
    """The project as it will be, and how the boot went; the server may not run."""
    address = ("--host", HOST, "--port", str(run.port))
    several = ("--workers", str(workers)) if workers > 1 else ()
    how = (*address, *several, "--log-level", "info", "--no-access-log", "--no-use-colors")
    with serving(command(run, "wsgi2asgi_uvicorn.py", "wsgi2asgi_asgi:application", *how), run.stage.fleet) as server:
        problem = server.wait(Ready(run.port, LOADED, NOT_LOADED, workers), run.stage.options.timeout)
        outcome = "failed" if problem else "same"
        yield server, Observation("boot", "boot", "-", name_of(workers), outcome, detail=problem)  # type: ignore[arg-type]


def command(run: Run, module: str, *arguments: str) -> ServerCommand:
    """One of the modules that serve, as a command of the project's interpreter."""
    words = (run.stage.python, str(MODULES / module), *arguments)
    return ServerCommand(words, run.folder, run.environment, run.place.log)


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
