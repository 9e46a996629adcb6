"""The smoke test: WSGI before against Uvicorn after, on throw-away copies, in the project's own interpreter."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from wsgi2asgi.interpreter.serve import Fleet, free_port, is_free
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import SmokeOptions
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.proof import Observation, Proof
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.proof import websocket_talk
from wsgi2asgi.proof.baseline import Baseline, Explored, explore_wsgi, prepare, visit_again
from wsgi2asgi.proof.boot import name_of
from wsgi2asgi.proof.copies import throw_away
from wsgi2asgi.proof.extra_packages import Interpreter, look_at
from wsgi2asgi.proof.inside import Application, look_inside
from wsgi2asgi.proof.judgement import judge
from wsgi2asgi.proof.stage import Progress, Stage, entry_points, interpreter_for
from wsgi2asgi.proof.trial import Trial, try_uvicorn
from wsgi2asgi.proof.visits import client_library

SERVERS_AT_ONCE = 3


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
        stage = Stage(interpreter.path, project, modules, options, copies, Fleet())
        progress("preparing a test database")
        prepared = prepare(stage)
        progress("WSGI: exploring")
        explored = explore_wsgi(stage, prepared, port)
        existed = frozenset(before.files((".py",)))
        observations, not_visited, notes = run_trials(stage, interpreter, explored, existed, progress)
        return Proof(
            observations,
            interpreter.python,
            interpreter.django,
            time.monotonic() - begin,
            (*explored.exploration.not_visited, *not_visited),
            (*copies.notes, *prepared.notes, *notes),
        )


def run_trials(
    stage: Stage, interpreter: Interpreter, explored: Explored, existed: frozenset[str], progress: Progress
) -> tuple[tuple[Observation, ...], tuple[str, ...], tuple[str, ...]]:
    """WSGI once more and every server that was asked for, side by side.

    What was observed, which sockets could not be opened, and what was not compared.
    """
    visits = explored.exploration.visits
    with side_by_side(stage.fleet) as pool:
        progress(f"WSGI: {len(visits)} requests once more")
        again = pool.submit(visit_again, stage, explored)
        ready, application = look_inside(stage, interpreter, [visit.path for visit in visits], existed, progress)

        def trial(workers: int) -> Trial:
            port = explored.port if workers == stage.options.workers[0] else free_port()
            progress(f"{name_of(workers)}: {len(visits)} requests, {len(application.sockets)} sockets")
            return try_uvicorn(ready.run("after", port), workers, explored, application)

        longest_first = sorted(stage.options.workers, reverse=True)
        trials = {workers: pool.submit(trial, workers) for workers in longest_first}
        baselines = [again.result()]
        observations = judged(trials, baselines, application)
        if any(item.outcome == "different" for item in observations):
            progress("WSGI: a third time, to know what the clock changed meanwhile")
            baselines.append(visit_again(stage, explored))
            observations = judged(trials, baselines, application)
    return observations, application.not_visited, baselines[-1].notes()


def judged(
    trials: Mapping[int, Future[Trial]], baselines: Sequence[Baseline], application: Application
) -> tuple[Observation, ...]:
    """What was observed of every server."""
    return tuple(item for _, done in sorted(trials.items()) for item in judge(done.result(), baselines, application))


@contextmanager
def side_by_side(fleet: Fleet) -> Iterator[ThreadPoolExecutor]:
    """Threads for runs; all servers end at once when one of the runs fails or the user interrupts."""
    with ThreadPoolExecutor(min(SERVERS_AT_ONCE, os.cpu_count() or 1)) as pool:
        try:
            yield pool
        except BaseException:
            fleet.end()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def choose_port(asked: int | None) -> int:
    """The port that was asked for, or a free one. Raises UserError where it is in use."""
    if asked is not None and not is_free(asked):
        raise UserError(f"port {asked} is in use", hint="Give another --port, or none: a free one is chosen then.")
    return asked if asked is not None else free_port()
