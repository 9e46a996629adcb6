"""What ``check`` says of each view: the same decisions that ``migrate`` carries out."""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.analysis.program.operations import SEEN
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.planning.conversion.decision import Decision, decide


def advise(program: Program) -> tuple[ViewVerdict, ...]:
    """A verdict for every view, in the order of ``program.views``."""
    return tuple(_with_evidence(program, _verdict(decision)) for decision in decide(program))


def _with_evidence(program: Program, verdict: ViewVerdict) -> ViewVerdict:
    """What only a trace shows is not understood: such a view is left to a person."""
    view = program.view(verdict.name)
    if verdict.verdict != "convert" or view is None or program.project.trace is None:
        return verdict
    starts = [handler.function for handler in (*view.handlers, *view.overrides)]
    for name in reached(starts, lambda name: program.calls(name) if name in program.functions else ()):
        for operation in program.operations(name) if name in program.functions else ():
            if operation.detail.startswith(SEEN):
                text = f"{name} does what its code does not show: {operation.call} ({operation.detail})"
                return replace(verdict, verdict="review", reasons=(Reason(text, operation.place), *verdict.reasons))
    return verdict


def _verdict(decision: Decision) -> ViewVerdict:
    view = decision.view
    return ViewVerdict(
        name=view.name,
        place=view.place,
        kind=view.kind,
        is_async=view.is_async,
        urls=view.urls,
        verdict=decision.verdict,
        gain=decision.gain,
        reasons=decision.reasons,
        effects=decision.effects,
        hops=decision.hops,
    )
