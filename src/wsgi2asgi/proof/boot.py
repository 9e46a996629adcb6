"""Boot the two kinds of servers in the project's interpreter: the standard library's for WSGI, Uvicorn for ASGI."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence

from wsgi2asgi.interpreter.serve import Ready, Server, ServerCommand, Stopped, serving
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.proof import Observation, Outcome
from wsgi2asgi.proof.stage import MODULES, Run
from wsgi2asgi.proof.visits import some

HOST = "127.0.0.1"
LOADED, NOT_LOADED = "wsgi2asgi: application loaded", "wsgi2asgi: application not loaded"
#: Uvicorn raises the signal again once it has shut down, so both are a clean end.
CLEAN_ENDS = (0, -15, 143)
GRACE = 20.0
#: Uvicorn by itself waits for all responses to end; gunicorn, which is left, does so for 30 seconds. Versions without
#: the option take no notice of the variable.
LIMIT = {"UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN": "8"}
LIMIT_REACHED = "timeout graceful shutdown exceeded"


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
    words = ("wsgi2asgi_uvicorn.py", "wsgi2asgi_asgi:application", *how)
    with serving(command(run, *words, environment=LIMIT), run.stage.fleet) as server:
        problem = server.wait(Ready(run.port, LOADED, NOT_LOADED, workers), run.stage.options.timeout)
        outcome = "failed" if problem else "same"
        yield server, Observation("boot", "boot", "-", name_of(workers), outcome, detail=problem)  # type: ignore[arg-type]


def command(run: Run, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> ServerCommand:
    """One of the modules that serve, as a command of the project's interpreter."""
    words = (run.stage.python, str(MODULES / module), *arguments)
    return ServerCommand(words, run.folder, {**(environment or {}), **run.environment}, run.place.log)


def shut_down(server: Server, name: str, timeout: float, streams: Sequence[str]) -> Observation:
    """SIGTERM, and whether the server ended by itself in time. ``streams``: the requests whose answers had no end; the
    clients have gone, but a thread that waits for what comes next is waited for."""
    grace = min(timeout, GRACE)
    begin = server.size()
    stopped = server.stop(grace)
    is_limited = LIMIT_REACHED.encode() in server.log.read_bytes()[begin:]
    outcome, detail = _judged(stopped, grace, streams, is_limited=is_limited)
    return Observation("shutdown", "SIGTERM", "-", name, outcome, detail=detail)


def _judged(stopped: Stopped, grace: float, streams: Sequence[str], *, is_limited: bool) -> tuple[Outcome, str]:
    named = some(streams)
    if stopped.killed:
        keeps = f"{named}, which streams without an end," if streams else "a stream or a thread that never ends"
        return "failed", f"did not end within {grace:g} seconds; {keeps} keeps it"
    if stopped.code not in CLEAN_ENDS:
        return "failed", f"exit code {stopped.code}"
    if not is_limited:
        return "same", f"ended in {stopped.seconds:.1f} s"
    if not streams:
        return "failed", "requests went on, though all were answered, until --timeout-graceful-shutdown ended them"
    return "skipped", (
        f"{named} went on after the client had gone: a thread of it waits for what comes next; start uvicorn with"
        " --timeout-graceful-shutdown, as it waits without a limit by itself"
    )


def name_of(workers: int) -> str:
    """How a server is called in observations."""
    return "uvicorn" if workers == 1 else f"uvicorn --workers {workers}"
