"""How the project behaves under WSGI: prepared, explored once, visited again, to know what varies by itself."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from wsgi2asgi.interpreter.run import Failed
from wsgi2asgi.interpreter.serve import free_port
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.proof.boot import wsgi_server
from wsgi2asgi.proof.compare import is_restless, restless_headers
from wsgi2asgi.proof.itinerary import Exploration, Prepared, explore
from wsgi2asgi.proof.log_scan import known_exceptions
from wsgi2asgi.proof.stage import Run, Stage
from wsgi2asgi.proof.visits import Address, Browser, Reply, Visit, Visitor, browsers, some

PREPARE_SECONDS = 600.0
REQUEST_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Explored:
    """What the first run under WSGI found, at which port."""

    prepared: Prepared
    exploration: Exploration
    port: int
    log: bytes

    @property
    def host(self) -> str:
        """What the requests of all runs name as their host."""
        return host_at(self.port)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What every run under ASGI is compared with: two runs under WSGI."""

    visits: tuple[Visit, ...]
    first: tuple[Reply, ...]
    second: tuple[Reply, ...]
    restless: frozenset[str]  # headers
    exceptions: frozenset[str]

    def notes(self) -> tuple[str, ...]:
        """What is not judged, because it differs between the two, and what could not show much."""
        pairs = list(zip(self.visits, self.first, self.second, strict=True))
        bodies = [visit.what for visit, one, two in pairs if is_restless(one, two)]
        failing = [visit.what for visit, one, _ in pairs if one.status >= 500]
        found = []
        if self.restless:
            found.append(
                f"values not compared, since two WSGI runs differ in them: headers {', '.join(sorted(self.restless))}"
            )
        if bodies:
            found.append(f"not compared where two WSGI runs differ: parts of {some(bodies)}")
        if failing:
            found.append(f"{len(failing)} requests fail under WSGI already (500 and above): {some(failing)}")
        return tuple(found)


def prepare(stage: Stage) -> Prepared:
    """Make the test database and find out what there is to visit. Raises UserError where that does not work."""
    run = stage.run("before")
    outcome = run.ask("prepare", {}, max(PREPARE_SECONDS, stage.options.timeout))
    if isinstance(outcome, Failed):
        raise _not_prepared(outcome)
    stage.copies.keep(run.place)
    return Prepared.of(outcome.value)


def explore_wsgi(stage: Stage, prepared: Prepared, port: int) -> Explored:
    """The first run under WSGI. Raises UserError where the project does not start."""
    run = stage.run("before", port)
    with wsgi_server(run), visitors(run, prepared, host_at(port)) as found:
        exploration = explore(prepared, found)
    return Explored(prepared, exploration, port, run.place.log.read_bytes())


def visit_again(stage: Stage, explored: Explored) -> Baseline:
    """The second run under WSGI, from the same state. Raises UserError where the project does not start."""
    run = stage.run("before", free_port())
    visits = explored.exploration.visits
    with wsgi_server(run), visitors(run, explored.prepared, explored.host) as found:
        second = tuple(found[visit.visitor].make(visit) for visit in visits)
    first = tuple(reply for _, reply in explored.exploration.steps)
    exceptions = known_exceptions(explored.log, run.place.log.read_bytes())
    return Baseline(visits, first, second, restless_headers(first, second), exceptions)


def host_at(port: int) -> str:
    """The host of a server on the loopback interface."""
    return f"127.0.0.1:{port}"


def visitors(run: Run, prepared: Prepared, host: str) -> AbstractContextManager[dict[Visitor, Browser]]:
    """Browsers for a run."""
    return browsers(Address(run.port, host), prepared.cookie, request_seconds(run.stage))


def request_seconds(stage: Stage) -> float:
    """How long one answer may take."""
    return min(stage.options.timeout, REQUEST_SECONDS)


def _not_prepared(outcome: Failed) -> UserError:
    if outcome.kind == "TablesNotMade":
        hint = "The smoke test makes a database of its own and can only make SQLite ones; see --no-smoke."
        return UserError(f"the project's tables cannot be made on SQLite: {one_line(outcome)}", hint=hint)
    hint = "Does the project start here by itself? Give --python, --settings and the environment that it needs."
    return UserError(f"the project cannot be prepared for the smoke test: {one_line(outcome)}", hint=hint)


def one_line(outcome: Failed) -> str:
    """A failure of a script, as much of it as one line holds."""
    lines = outcome.message.strip().splitlines() or [""]
    return f"{outcome.kind}: {lines[0]}" if lines[0] else outcome.kind
