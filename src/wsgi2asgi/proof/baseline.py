"""How the project behaves under WSGI: prepared, explored once, visited again, to know what varies by itself."""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.interpreter.run import Answered, Failed
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.proof.boot import wsgi_server
from wsgi2asgi.proof.compare import restless_headers
from wsgi2asgi.proof.itinerary import Exploration, Prepared, explore
from wsgi2asgi.proof.log_scan import known_exceptions
from wsgi2asgi.proof.stage import Progress, Stage
from wsgi2asgi.proof.visits import Reply, Visit, browsers

PREPARE_SECONDS = 600.0
REQUEST_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Baseline:
    """What every run under ASGI is compared with."""

    prepared: Prepared
    port: int
    visits: tuple[Visit, ...]
    first: tuple[Reply, ...]
    second: tuple[Reply, ...]
    restless: frozenset[str]  # headers
    exceptions: frozenset[str]
    not_visited: tuple[str, ...]


def prepare(stage: Stage, progress: Progress) -> Prepared:
    """Make the test database and find out what there is to visit. Raises UserError where that does not work."""
    progress("preparing a test database")
    stage.copies.run("before")
    outcome = stage.ask("prepare", {}, max(PREPARE_SECONDS, stage.options.timeout))
    if isinstance(outcome, Failed):
        raise _not_prepared(outcome)
    assert isinstance(outcome, Answered)
    prepared = Prepared.of(outcome.value)
    stage.copies.keep_state()
    return prepared


def observe_wsgi(stage: Stage, prepared: Prepared, port: int, progress: Progress) -> Baseline:
    """Two runs from the same state. Raises UserError where the project does not start."""
    progress("WSGI: exploring")
    exploration = _explore(stage, prepared, port)
    visits = exploration.visits
    progress(f"WSGI: {len(visits)} requests once more")
    with (
        wsgi_server(stage, port, "wsgi-2"),
        browsers(port, prepared.cookie, request_seconds(stage)) as found,
    ):
        second = tuple(found[visit.visitor].make(visit) for visit in visits)
    logs = (stage.copies.log("wsgi-1").read_bytes(), stage.copies.log("wsgi-2").read_bytes())
    first = tuple(reply for _, reply in exploration.steps)
    return Baseline(
        prepared,
        port,
        visits,
        first,
        second,
        restless_headers(first, second),
        known_exceptions(*logs),
        tuple(exploration.not_visited),
    )


def request_seconds(stage: Stage) -> float:
    """How long one answer may take."""
    return min(stage.options.timeout, REQUEST_SECONDS)


def _explore(stage: Stage, prepared: Prepared, port: int) -> Exploration:
    with (
        wsgi_server(stage, port, "wsgi-1"),
        browsers(port, prepared.cookie, request_seconds(stage)) as found,
    ):
        return explore(prepared, found)


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
