"""Loops: ``async for`` where the body has no need of its own, else the whole loop in one hop."""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.planning.conversion.body import Body, Run, Statement
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.meeting import Hop, Meeting, NeedsUnit
from wsgi2asgi.planning.conversion.needs import ON_LOOP, Need
from wsgi2asgi.planning.conversion.setting import Setting


def loop_edit(
    body: Body, setting: Setting, statement: Statement, own: list[Need], left: Sequence[Need]
) -> Meeting | None:
    """The edits for a loop; None where its own needs are to be met like those of any statement.

    Raises NeedsUnit where the loop must move as a whole: over a queryset with needs in its body, which would take a hop
    a row. A loop that awaits in its body stays a loop.
    """
    iterates = [need for need in own if need.form == "iterate" and not _in_comprehension(body, need.op)]
    inside = [need for need in left if statement.covers(need.op) and (need not in own or statement.kind == "while")]
    waits = any(need.form in ON_LOOP for need in inside)
    if inside and not waits:
        lead = inside[0]
        raise NeedsUnit(Run((statement,)), f"{lead.text} would take a hop in every round of a loop", lead.place)
    if not iterates:
        return None
    need = iterates[0]
    if len(own) > 1 or waits:
        raise NeedsUnit(Run((statement,)), f"{need.text} takes the whole loop", need.place)
    hop = Hop(need.op, need.text, need.place, last=need.op, needs=(need,))
    if need.twin:
        return Meeting((Edit("iterate_async", statement.span),), (hop,))
    iterable = body.ops[body.ops[need.op].inputs[0]]
    return Meeting((Edit("hand_to_thread", iterable.span, {"function": "list"}),), (hop,))


def _in_comprehension(body: Body, op: int) -> bool:
    consumer = body.consumers[op]
    return consumer >= 0 and body.ops[consumer].kind == "comprehension"
