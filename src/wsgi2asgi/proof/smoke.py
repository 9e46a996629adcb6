"""The smoke test: WSGI before against Uvicorn after, on throw-away copies, in the project's own interpreter."""

from __future__ import annotations

import time

from wsgi2asgi.interpreter.serve import free_port, is_free
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import SmokeOptions
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.proof import Observation, Proof
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.proof import websocket_talk
from wsgi2asgi.proof.baseline import Baseline, observe_wsgi, prepare
from wsgi2asgi.proof.boot import name_of
from wsgi2asgi.proof.copies import throw_away
from wsgi2asgi.proof.extra_packages import Interpreter, look_at
from wsgi2asgi.proof.stage import Progress, Stage, entry_points, interpreter_for
from wsgi2asgi.proof.trial import look_inside, observe_uvicorn
from wsgi2asgi.proof.visits import client_library


def silent(_: str) -> None:
    """The progress callback that tells nobody."""


def smoke(
    project: Project, *, before: SourceTree, after: SourceTree, options: SmokeOptions, progress: Progress = silent
) -> Proof:
    """Boot the project as it was and as it will be, visit everything, compare.

    Nothing of the project is changed, no database of the user is opened, no process outlives the call. Raises
    UserError where there is nothing to prove, the project does not start under WSGI, or something is not installed.
    """
    begin = time.monotonic()
    modules = entry_points(project, before, after, options)
    client_library()
    websocket_talk.require_library()
    port = choose_port(options.port)
    interpreter = look_at(interpreter_for(project, options))
    progress(f"copying the project (Django {interpreter.django} on Python {interpreter.python})")
    with throw_away(before, after, keep=options.keep_copy) as copies:
        if options.keep_copy:
            progress(f"the copies stay in {copies.folder}")
        stage = Stage(interpreter.path, project, modules, options, copies)
        prepared = prepare(stage, progress)
        baseline = observe_wsgi(stage, prepared, port, progress)
        existed = frozenset(before.files((".py",)))
        observations, unreached = run_trials(stage, interpreter, baseline, existed, progress)
        return Proof(
            observations,
            interpreter.python,
            interpreter.django,
            time.monotonic() - begin,
            (*baseline.not_visited, *unreached),
            (*copies.notes, *prepared.notes),
        )


def run_trials(
    stage: Stage, interpreter: Interpreter, baseline: Baseline, existed: frozenset[str], progress: Progress
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """Every server that was asked for; what was observed, and which sockets could not be opened."""
    stage, application = look_inside(stage, interpreter, baseline, existed, progress)
    observations: list[Observation] = []
    for workers in stage.options.workers:
        progress(f"{name_of(workers)}: {len(baseline.visits)} requests, {len(application.sockets)} sockets")
        observations.extend(observe_uvicorn(stage, application, baseline, workers))
    return tuple(observations), application.not_visited


def choose_port(asked: int | None) -> int:
    """The port that was asked for, or a free one. Raises UserError where it is in use."""
    if asked is not None and not is_free(asked):
        raise UserError(f"port {asked} is in use", hint="Give another --port, or none: a free one is chosen then.")
    return asked if asked is not None else free_port()
