"""Units that stand right behind other hops: two hops become one where that costs no reader anything."""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.planning.conversion.binding import bound_name, reads_of
from wsgi2asgi.planning.conversion.body import Body, Run, Statement
from wsgi2asgi.planning.conversion.hulls import CannotMove
from wsgi2asgi.planning.conversion.meeting import Hop
from wsgi2asgi.planning.conversion.needs import ON_LOOP
from wsgi2asgi.planning.conversion.units import Unit, unit_for

#: A function that gives back more than this is no easier to read than two.
_RESULTS = 3


def joined(body: Body, units: Sequence[Unit], hops: Sequence[Hop]) -> Run | None:
    """The run of a unit and of what goes before it: another unit, or a statement with a hop all of whose names are for
    the unit alone. None where there is none. A unit that answers the request stays as small as it is."""
    for unit in units:
        block = body.block(unit.run.region)
        at = block.index(unit.run.statements[0])
        if unit.returns or at == 0:
            continue
        previous = block[at - 1]
        other = next((one for one in units if previous in one.run.statements), None)
        before = other.run.statements if other else (previous,)
        if other is None and not _is_for(body, previous, unit, hops):
            continue
        run = Run((*before, *unit.run.statements))
        if _is_easy(body, run):
            return run
    return None


def _is_for(body: Body, statement: Statement, unit: Unit, hops: Sequence[Hop]) -> bool:
    own = [hop for hop in hops if statement.covers(hop.op)]
    if not own or body.children(statement) or any(need.form in ON_LOOP for hop in own for need in hop.needs):
        return False
    names = {name for op in body.own_ops(statement) if (name := bound_name(body, op))}
    uses = [read for name in names for read in reads_of(body, name)]
    return bool(names) and all(unit.covers(read) or statement.covers(read) for read in uses)


def _is_easy(body: Body, run: Run) -> bool:
    try:
        unit = unit_for(body, run)
    except CannotMove:
        return False
    return unit.run == run and not unit.returns and len(unit.results) + len(unit.shared) <= _RESULTS
