"""Names for the nested functions that units become."""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.units import Unit


def unit_names(body: Body, units: Sequence[Unit], needs: Sequence[Need]) -> tuple[str, ...]:
    """One name a unit: by what it gives back and whether it writes; none of them taken."""
    module = body.program.files[body.function.path]
    taken = set(module.mentions) | body.facts.local | body.facts.mentions
    taken |= {function.name for function in module.functions}
    names: list[str] = []
    for unit in units:
        name = wish = _wish(unit, any(need.saves for need in needs if unit.covers(need.op)))
        number = 2
        while name in taken:
            name, number = f"{wish}_{number}", number + 1
        taken.add(name)
        names.append(name)
    return tuple(names)


def _wish(unit: Unit, saves: bool) -> str:
    if unit.returns:
        return "respond"
    what = "_and_".join(unit.results[:2]) if len(unit.results) < 3 else ""
    if saves:
        return f"save_{what}" if what else "save_changes"
    return f"get_{what}" if what else "work"
