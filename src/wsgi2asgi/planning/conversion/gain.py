"""What a view gains by being async: waiting without holding a thread. Queries do not become faster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.verdicts import Gain
from wsgi2asgi.planning.conversion.needs import Need

_OUTBOUND = ("http", "socket")


@dataclass(frozen=True)
class Gained:
    """The gain, and the waits it comes from."""

    gain: Gain
    sleeps: tuple[Need, ...] = ()
    outbound: tuple[Need, ...] = ()

    def reasons(self, before: int, after: int) -> tuple[Reason, ...]:
        """In words and numbers, for a view that can be converted."""
        hops = f"a request takes {before} thread hops now and {after} after"
        if self.gain == "none":
            return (Reason(f"its work is for the database or the processor and gains nothing from async: {hops}"),)
        found = [Reason(f"{need.text} waits without holding a thread", need.place) for need in self.sleeps]
        found += [
            Reason(f"{need.text} waits for another server; the wait moves off the event loop", need.place)
            for need in self.outbound
        ]
        return (*found, Reason(hops))


def gain_of(program: Program, needs: Iterable[Need]) -> Gained:
    """``high`` where it sleeps or waits for several answers, ``some`` for one, else ``none``."""
    listed = list(needs)
    sleeps = tuple(need for need in listed if need.form == "sleep")
    outbound = tuple(need for need in listed if any(effect in _OUTBOUND for effect in need.effects))
    if sleeps or len(outbound) > 1:
        return Gained("high", sleeps, outbound)
    return Gained("some", sleeps, outbound) if outbound else Gained("none")
