"""What a run under Uvicorn proves: its replies compared with those of WSGI, and what its log says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wsgi2asgi.model.proof import Observation, Outcome
from wsgi2asgi.proof.baseline import Baseline
from wsgi2asgi.proof.compare import compare, compare_static
from wsgi2asgi.proof.inside import Application
from wsgi2asgi.proof.log_scan import SYNC_ITERATOR, Hit, scan
from wsgi2asgi.proof.trial import Trial
from wsgi2asgi.proof.visits import Reply, Visit

NAMED = 3


def judge(trial: Trial, baseline: Baseline, application: Application) -> Iterator[Observation]:
    """All observations of one server."""
    yield trial.boot
    if trial.shutdown is None:
        return
    replies = zip(baseline.visits, baseline.first, baseline.second, trial.replies, strict=True)
    for visit, first, second, reply in replies:
        yield judge_reply(visit, (first, second, reply), baseline.restless, trial.server)
    yield from trial.talks
    yield trial.shutdown
    yield from judge_log(trial, baseline, application)


def judge_reply(
    visit: Visit, replies: tuple[Reply, Reply, Reply], restless: frozenset[str], server: str
) -> Observation:
    """One request: two replies under WSGI and one under ASGI."""
    first, _, reply = replies
    verdict = compare_static(*replies) if visit.kind == "static" else compare(*replies, restless)
    return Observation(
        visit.kind,
        visit.what,
        visit.visitor,
        server,
        verdict.outcome,
        before=str(first),
        after=str(reply),
        detail=verdict.detail,
    )


def judge_log(trial: Trial, baseline: Baseline, application: Application) -> Iterator[Observation]:
    """What the log tells, each thing once; one observation that it was read where nothing in it fails the proof."""
    fails = False
    for hit in scan(trial.log, trial.marks, baseline.exceptions):
        for outcome, requests, why in judge_hit(hit, application):
            fails |= outcome == "failed"
            times = f" ({hit.count} times)" if hit.count > 1 else ""
            detail = "; ".join(filter(None, (f"{hit.line}{times}", why)))
            yield Observation("log", f"log after {shown(requests)}", "-", trial.server, outcome, detail=detail)
    if not fails:
        yield Observation("log", "log", "-", trial.server, "same", detail="no sign of async gone wrong")


def judge_hit(hit: Hit, application: Application) -> list[tuple[Outcome, tuple[str, ...], str]]:
    """Everything fails the proof but what the migration is not to blame for: the project's own sync streams and
    its own consumers. That Django itself reads the files that it serves as a whole is not even told.
    """
    if SYNC_ITERATOR in hit.line:
        return judge_streams(hit.requests, application)
    own = {f"ws {socket.path}" for socket in application.sockets if not socket.generated}
    is_async_fault = "SynchronousOnlyOperation" in hit.line or "never awaited" in hit.line
    if own.issuperset(hit.requests) and not is_async_fault:
        return [("skipped", hit.requests, "the project's own consumer does not know the sample message")]
    return [("failed", hit.requests, "")]


def judge_streams(requests: Sequence[str], application: Application) -> list[tuple[Outcome, tuple[str, ...], str]]:
    """Async views must not answer with sync iterators; sync views of the project may go on to."""
    paths = {request: request.partition(" ")[2] for request in requests}
    converted = tuple(request for request, path in paths.items() if path in application.async_paths)
    kept = tuple(
        request
        for request, path in paths.items()
        if path not in application.async_paths and path not in application.file_paths
    )
    found: list[tuple[Outcome, tuple[str, ...], str]] = []
    if converted:
        found.append(("failed", converted, ""))
    if kept:
        found.append(("skipped", kept, "the answer is right, but it is held in memory as a whole before it is sent"))
    return found


def shown(requests: Sequence[str]) -> str:
    """A few requests in one line."""
    more = f" and {len(requests) - NAMED} more" if len(requests) > NAMED else ""
    return ", ".join(requests[:NAMED]) + more
