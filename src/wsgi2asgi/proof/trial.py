"""One run under Uvicorn: boot, the same visits, sockets, SIGTERM. What came of it is judged elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.interpreter.serve import Server
from wsgi2asgi.model.proof import Observation
from wsgi2asgi.proof import websocket_talk
from wsgi2asgi.proof.baseline import Explored, request_seconds, visitors
from wsgi2asgi.proof.boot import name_of, shut_down, uvicorn_server
from wsgi2asgi.proof.inside import Application
from wsgi2asgi.proof.log_scan import Mark
from wsgi2asgi.proof.stage import Run
from wsgi2asgi.proof.visits import Reply
from wsgi2asgi.proof.websocket_talk import Line


@dataclass(frozen=True, slots=True)
class Trial:
    """What one server did. ``replies`` are in the order of the visits; there are none where it did not boot."""

    server: str
    boot: Observation
    replies: tuple[Reply, ...] = ()
    talks: tuple[Observation, ...] = ()
    marks: tuple[Mark, ...] = ()
    shutdown: Observation | None = None
    log: bytes = b""


def try_uvicorn(run: Run, workers: int, explored: Explored, application: Application) -> Trial:
    """Start the server, ask everything of it, end it."""
    name = name_of(workers)
    marks: list[Mark] = []
    with uvicorn_server(run, workers) as (server, boot):
        if boot.outcome == "failed":
            return Trial(name, boot)
        replies = _visit(run, explored, server, marks)
        line = Line(run.port, explored.prepared.cookie, request_seconds(run.stage), name)
        talks: list[Observation] = []
        for socket in application.sockets:
            talks += websocket_talk.observe(socket, line, checks_origin=application.checks_origin)
            marks.append(Mark(server.size(), f"ws {socket.path}"))
        answered = zip(explored.exploration.visits, replies, strict=True)
        streams = dict.fromkeys(visit.what for visit, reply in answered if reply.cut)
        shutdown = shut_down(server, name, run.stage.options.timeout, tuple(streams))
        return Trial(name, boot, tuple(replies), tuple(talks), tuple(marks), shutdown, server.log.read_bytes())


def _visit(run: Run, explored: Explored, server: Server, marks: list[Mark]) -> list[Reply]:
    silent: dict[str, Reply] = {}
    replies = []
    with visitors(run, explored.prepared, explored.host) as found:
        for visit in explored.exploration.visits:
            reply = silent.get(visit.path) or found[visit.visitor].make(visit)
            if reply.error:  # who waits in vain once need not wait again
                silent[visit.path] = reply
            marks.append(Mark(server.size(), visit.what))
            replies.append(reply)
    return replies
