"""What a run under Uvicorn proves: its replies compared with those of WSGI, and what its log says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wsgi2asgi.model.proof import Observation, Outcome
from wsgi2asgi.proof.baseline import Baseline
from wsgi2asgi.proof.compare import Verdict, compare, compare_static
from wsgi2asgi.proof.inside import Application
from wsgi2asgi.proof.log_scan import SYNC_ITERATOR, Hit, scan
from wsgi2asgi.proof.trial import Trial
from wsgi2asgi.proof.visits import some


def judge(trial: Trial, baselines: Sequence[Baseline], application: Application) -> list[Observation]:
    """All observations of one server. A difference counts only if it is one from every baseline."""
    if trial.shutdown is None:
        return [trial.boot]
    baseline = baselines[0]
    return [
        trial.boot,
        *(judge_reply(number, trial, baselines) for number in range(len(baseline.visits))),
        *trial.talks,
        trial.shutdown,
        *judge_log(trial, baseline, application),
    ]


def judge_reply(number: int, trial: Trial, baselines: Sequence[Baseline]) -> Observation:
    """One request of all runs."""
    visit, first, reply = baselines[0].visits[number], baselines[0].first[number], trial.replies[number]
    verdict = Verdict("same")
    for baseline in baselines:
        replies = first, baseline.second[number], reply
        verdict = compare_static(*replies) if visit.kind == "static" else compare(*replies, baseline.restless)
        if verdict.outcome != "different":
            break
    return Observation(
        visit.kind,
        visit.what,
        visit.visitor,
        trial.server,
        verdict.outcome,
        before=str(first),
        after=str(reply),
        detail=verdict.detail,
    )


def judge_log(trial: Trial, baseline: Baseline, application: Application) -> Iterator[Observation]:
    """What the log tells, each thing once; one observation that it was read where nothing in it fails the proof."""
    fails = False
    static = (visit.path for visit in baseline.visits if visit.kind == "static")
    application = replace(application, file_paths=application.file_paths.union(static))
    for hit in scan(trial.log, trial.marks, baseline.exceptions):
        for outcome, requests, why in judge_hit(hit, application):
            fails |= outcome == "failed"
            times = f" ({hit.count} times)" if hit.count > 1 else ""
            detail = "; ".join(filter(None, (f"{hit.line}{times}", why)))
            yield Observation("log", f"log after {some(requests)}", "-", trial.server, outcome, detail=detail)
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
