"""How one function becomes async: every need met by an edit, or the reason why not.

Statement by statement, each need is met in the smallest way. Where that breaks a law (two writes in different hops, a
loop that would hop a row at a time, a statement that cannot hold ``await``) a run of statements becomes one unit, and
everything is worked out again around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.planning.conversion.binding import bound_name
from wsgi2asgi.planning.conversion.body import Body, Run, Statement
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.hulls import CannotMove
from wsgi2asgi.planning.conversion.long_expressions import name_long_ones
from wsgi2asgi.planning.conversion.loops import loop_edit
from wsgi2asgi.planning.conversion.meeting import Hop, Meeting, NeedsUnit, meet
from wsgi2asgi.planning.conversion.naming import Naming, unit_wish
from wsgi2asgi.planning.conversion.needs import ON_LOOP, Need
from wsgi2asgi.planning.conversion.neighbours import joined
from wsgi2asgi.planning.conversion.paths import loops_around, may_follow
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.units import Unit, unit_for, with_its_return
from wsgi2asgi.planning.conversion.visitor import with_other_loads, without_loaded


class Stays(Exception):
    """The function cannot be converted; ``reason`` says why."""

    def __init__(self, text: str, place: Place | None) -> None:
        super().__init__(text)
        self.reason = Reason(text, place)


@dataclass(frozen=True)
class Conversion:
    """The edits that make one function async, and the hops it then takes. ``is_one_unit``: all of its work moves into
    one hop at its end, which is what Django does with a sync view."""

    edits: tuple[Edit, ...]
    hops: tuple[Hop, ...]
    units: tuple[Unit, ...] = ()
    is_one_unit: bool = False


@dataclass
class _Draft:
    edits: list[Edit] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)


def convert(body: Body, setting: Setting, needs: Sequence[Need], *, user_is_loaded: bool = False) -> Conversion:
    """Work out the conversion. Raises Stays."""
    for need in needs:
        if need.form == "never":
            raise Stays(f"{need.text}: cannot run beside or off the event loop safely", need.place)
    units: list[Unit] = []
    while True:
        draft, wish = _draft(body, setting, needs, units, user_is_loaded)
        if wish is None:
            run = joined(body, units, draft.hops)
            if run is None:
                break
            wish = NeedsUnit(run, "its hops go together", body.program.place(body.name, run.statements[0].first))
        units = _with_unit(body, units, wish)
    for need in needs:
        if need.form in ON_LOOP and any(unit.covers(need.op) for unit in units):
            raise Stays(f"{need.text} stands inside what must stay one unit in one thread", need.place)
    _check_shared(body, units)
    one = len(units) == 1 and not draft.hops and units[0].returns
    units = [with_its_return(body, unit) for unit in units]
    naming = Naming(body)
    edits = [*(_unit_edit(unit, naming.take(unit_wish(body, unit, needs))) for unit in units)]
    edits += name_long_ones(body, draft.edits, naming)
    hops = [*draft.hops, *(_unit_hop(unit, needs) for unit in units)]
    make_async = Edit("make_async", body.facts.span)
    return Conversion((make_async, *sorted(edits, key=lambda edit: edit.span)), tuple(hops), tuple(units), one)


def _draft(
    body: Body, setting: Setting, needs: Sequence[Need], units: Sequence[Unit], user_is_loaded: bool
) -> tuple[_Draft, NeedsUnit | None]:
    """Meet every need outside the units; the first run that must become a unit, if one must."""
    draft = _Draft()
    left = [need for need in needs if not any(unit.covers(need.op) for unit in units)]
    left = _unmet(body, needs, left, user_is_loaded)
    for statement in body.statements:
        own = [need for need in left if body.owners[need.op] == statement.index]
        try:
            met = _statement(body, setting, statement, own, left)
        except NeedsUnit as wish:
            return draft, wish
        draft.edits += met.edits
        draft.hops += met.hops
    return draft, _writes_apart(body, draft.hops, units, needs) or _consumed_apart(body, units, needs)


def _consumed_apart(body: Body, units: Sequence[Unit], needs: Iterable[Need]) -> NeedsUnit | None:
    """An iterator made in one hop and consumed elsewhere."""
    for need in needs:
        together = (need.op, *need.until)
        if need.until and not any(all(unit.covers(op) for op in together) for unit in units):
            run = body.run_covering(together)
            assert run is not None
            return NeedsUnit(run, f"{need.text}, an iterator consumed later", need.place)
    return None


def _unmet(body: Body, needs: Sequence[Need], left: list[Need], user_is_loaded: bool) -> list[Need]:
    """Without what an earlier hop or unit has loaded."""
    if user_is_loaded:
        left = [need for need in left if need.form != "user"]
    open_ = without_loaded(body, needs)
    return [with_other_loads(body, need, needs) for need in left if need in open_]


def _statement(body: Body, setting: Setting, statement: Statement, own: list[Need], left: Sequence[Need]) -> Meeting:
    if statement.kind in ("for", "while"):
        found = loop_edit(body, setting, statement, own, left)
        if found is not None:
            return found
    if not own:
        return Meeting()
    return meet(body, setting, statement, own)


# -- units ----------------------------------------------------------------------------------------------------


def _with_unit(body: Body, units: Sequence[Unit], wish: NeedsUnit) -> list[Unit]:
    """The units with one more, which takes those in that it touches."""
    run = wish.run
    while True:
        try:
            unit = unit_for(body, run)
        except CannotMove as reason:
            raise Stays(f"{wish.why}; that cannot move to a thread as one unit: {reason}", wish.place) from None
        touched = [other for other in units if _touch(unit, other)]
        wider = _cover(body, [unit, *touched])
        if wider.span == unit.run.span:
            break
        run = wider
    if any(other.run.span == unit.run.span for other in units):
        raise Stays(f"{wish.why}; one unit does not help", wish.place)
    return sorted([*(other for other in units if not _touch(unit, other)), unit], key=lambda item: item.run.span)


def _touch(one: Unit, other: Unit) -> bool:
    return one.run.span[:2] <= other.run.span[2:] and other.run.span[:2] <= one.run.span[2:]


def _cover(body: Body, units: Sequence[Unit]) -> Run:
    ops = [op for unit in units for op in (unit.run.statements[0].first, unit.run.statements[-1].end - 1)]
    run = body.run_covering(tuple(ops))
    return run or units[0].run


def _writes_apart(body: Body, hops: Sequence[Hop], units: Sequence[Unit], needs: Iterable[Need]) -> NeedsUnit | None:
    """Two writes of one request in different hops: from Django 5.0 a disconnect could cancel the view between them.

    A change of the session belongs to a write as well, though it needs no hop where the session is loaded.
    """
    all_hops = [*hops, *(_unit_hop(unit, needs) for unit in units)]
    writing = [hop for hop in all_hops if hop.writes]
    for hop in writing:
        loops = loops_around(body, hop.op)
        if loops and not any(unit.covers(hop.op) and _around_loop(unit, loops[-1]) for unit in units):
            why = f"{hop.text} writes in a loop: its rounds belong together"
            return NeedsUnit(Run((loops[-1],)), why, hop.place)
    storing = [
        Hop(need.op, need.text, need.place, last=need.op)
        for need in needs
        if need.stores and not any(need in hop.needs for hop in writing)
    ]
    both = sorted((*writing, *(storing if writing else ())), key=lambda hop: hop.op)
    for index, first in enumerate(both):
        for second in both[index + 1 :]:
            if (first.writes or second.writes) and may_follow(body, first.op, second.op):
                run = body.run_covering((first.op, first.last, second.op, second.last))
                assert run is not None
                why = f"{first.text} and {second.text} (line {second.place.line}) write and belong together"
                return NeedsUnit(run, why, first.place)
    return None


def _around_loop(unit: Unit, loop: Statement) -> bool:
    return unit.run.span[:2] <= loop.span[:2] and loop.span[2:] <= unit.run.span[2:]


def _unit_hop(unit: Unit, needs: Iterable[Need]) -> Hop:
    inside = [need for need in needs if unit.covers(need.op)]
    writing = [need for need in inside if need.writes]
    lead = (writing or inside)[0]
    first, last = unit.run.statements[0], unit.run.statements[-1]
    return Hop(
        first.first, lead.text, lead.place, bool(writing), last=max(first.first, last.end - 1), needs=tuple(inside)
    )


def _check_shared(body: Body, units: Sequence[Unit]) -> None:
    """Raise Stays where only units bind a name that they share: ``nonlocal`` would find no variable of the view."""
    for unit in units:
        others = [other for other in units if other is not unit and unit.run.span != other.run.span]
        for name in unit.shared:
            given = any(name in other.results for other in others) or name in {p.name for p in body.facts.parameters}
            bound = (index for index in range(len(body.ops)) if bound_name(body, index) == name)
            if not given and all(any(other.covers(index) for other in units) for index in bound):
                place = body.program.place(body.name, unit.run.statements[0].first)
                raise Stays(f"{name} would only have a value inside the units that share it", place)


def _unit_edit(unit: Unit, name: str) -> Edit:
    options: dict[str, object] = {"name": name}
    if unit.parameters:
        options["parameters"] = list(unit.parameters)
    if unit.results:
        options["results"] = list(unit.results)
    if unit.shared:
        options["shared"] = list(unit.shared)
    if unit.returns:
        options["returns"] = True
    return Edit("run_in_thread", unit.run.span, options)  # type: ignore[arg-type]
