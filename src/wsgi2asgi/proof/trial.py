"""One run under Uvicorn: boot, the same visits, sockets, SIGTERM, and what its log says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wsgi2asgi.interpreter.run import Answered
from wsgi2asgi.interpreter.serve import Server
from wsgi2asgi.model.proof import Observation, Outcome
from wsgi2asgi.proof import websocket_talk
from wsgi2asgi.proof.baseline import Baseline, request_seconds
from wsgi2asgi.proof.boot import name_of, shut_down, uvicorn_server
from wsgi2asgi.proof.compare import compare, compare_static
from wsgi2asgi.proof.extra_packages import DISTRIBUTIONS, Interpreter, folder_with
from wsgi2asgi.proof.log_scan import SYNC_ITERATOR, Hit, Mark, scan
from wsgi2asgi.proof.stage import Progress, Stage
from wsgi2asgi.proof.visits import Reply, browsers
from wsgi2asgi.proof.websocket_talk import Line, Socket

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Application:
    """What the ASGI application routes, as far as it could be loaded to be asked."""

    sockets: tuple[Socket, ...] = ()
    checks_origin: bool = False
    async_paths: frozenset[str] = frozenset()
    not_visited: tuple[str, ...] = ()


def look_inside(
    stage: Stage, interpreter: Interpreter, baseline: Baseline, existed: frozenset[str], progress: Progress
) -> tuple[Stage, Application]:
    """Load the application to be; packages that only the migration brings are added beside the project's.

    An application that does not load is not an error here: its boot is observed and fails.
    """
    names = tuple(DISTRIBUTIONS[name] for name in interpreter.missing)
    stage.copies.run("after")
    for _ in range(ATTEMPTS):
        if names:
            stage = stage.with_extra(folder_with(names, interpreter, progress))
        outcome = stage.ask("sockets", {"paths": [visit.path for visit in baseline.visits]}, stage.options.timeout)
        if isinstance(outcome, Answered):
            return stage, _application(outcome.value, existed)
        added = _missing_distribution(outcome.message)
        if added is None or added in names:
            break
        names = (*names, added)
    return stage, Application()


def observe_uvicorn(stage: Stage, application: Application, baseline: Baseline, workers: int) -> Iterator[Observation]:
    """All observations of one server."""
    name, port = name_of(workers), baseline.port
    marks: list[Mark] = []
    with uvicorn_server(stage, port, workers) as (server, boot):
        yield boot
        if boot.outcome == "failed":
            return
        yield from _requests(stage, baseline, server, name, marks)
        line = Line(port, baseline.prepared.cookie, request_seconds(stage), name)
        for socket in application.sockets:
            yield from websocket_talk.observe(socket, line, checks_origin=application.checks_origin)
            marks.append(Mark(server.size(), f"ws {socket.path}"))
        yield shut_down(server, name, stage.options.timeout)
        yield from log_observations(server.log.read_bytes(), marks, baseline, application, name)


def _requests(stage: Stage, baseline: Baseline, server: Server, name: str, marks: list[Mark]) -> Iterator[Observation]:
    silent: dict[str, Reply] = {}
    with browsers(baseline.port, baseline.prepared.cookie, request_seconds(stage)) as found:
        for visit, first, second in zip(baseline.visits, baseline.first, baseline.second, strict=True):
            reply = silent.get(visit.path) or found[visit.visitor].make(visit)
            if reply.error:  # who waits in vain once need not wait again
                silent[visit.path] = reply
            marks.append(Mark(server.size(), visit.what))
            if visit.kind == "static":
                verdict = compare_static(first, second, reply)
            else:
                verdict = compare(first, second, reply, baseline.restless)
            yield Observation(
                visit.kind,
                visit.what,
                visit.visitor,
                name,
                verdict.outcome,
                before=str(first),
                after=str(reply),
                detail=verdict.detail,
            )


def log_observations(
    log: bytes, marks: Sequence[Mark], baseline: Baseline, application: Application, name: str
) -> Iterator[Observation]:
    """What the log tells, or one observation that it tells nothing."""
    own = {f"ws {socket.path}" for socket in application.sockets if not socket.generated}
    hits = scan(log, marks, baseline.exceptions)
    for hit in hits:
        outcome, why = _judge(hit, application.async_paths, own)
        times = f" ({hit.count} times)" if hit.count > 1 else ""
        detail = "; ".join(filter(None, (f"{hit.line}{times}", why)))
        yield Observation("log", f"log after {hit.request}", "-", name, outcome, detail=detail)
    if not hits:
        yield Observation("log", "log", "-", name, "same", detail="nothing suspicious")


def _judge(hit: Hit, async_paths: frozenset[str], own_sockets: set[str]) -> tuple[Outcome, str]:
    """Everything fails the proof but two things that the migration is not to blame for."""
    path = hit.request.partition(" ")[2]
    if SYNC_ITERATOR in hit.line and path not in async_paths:
        return "skipped", "the answer is right, but it is held in memory as a whole before it is sent"
    if hit.request in own_sockets and "SynchronousOnlyOperation" not in hit.line and "never awaited" not in hit.line:
        return "skipped", "the project's own consumer does not know the sample message"
    return "failed", ""


def _application(answer: dict[str, Any], existed: frozenset[str]) -> Application:
    sockets, not_visited = websocket_talk.sockets_of(answer, existed)
    paths = frozenset(answer["async_paths"])
    return Application(tuple(sockets), answer["checks_origin"], paths, tuple(not_visited))


def _missing_distribution(message: str) -> str | None:
    """The distribution that holds the module of "No module named 'channels'"."""
    _, found, rest = message.partition("No module named ")
    return DISTRIBUTIONS.get(rest.strip().strip("'\"").partition(".")[0]) if found else None
