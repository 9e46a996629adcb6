"""What ``check`` says of each view: the same decisions that ``migrate`` carries out."""

from __future__ import annotations

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.planning.conversion.decision import Decision, decide


def advise(program: Program) -> tuple[ViewVerdict, ...]:
    """A verdict for every view, in the order of ``program.views``."""
    return tuple(_verdict(decision) for decision in decide(program))


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
