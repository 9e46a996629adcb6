"""What a view gains by being async: waiting without holding a thread. Queries do not become faster."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.operations import Operation
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.findings import EffectKind
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.verdicts import Gain
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.paths import loops_around

_WAITS: dict[EffectKind, str] = {
    "sleep": "sleeps",
    "http": "waits for another server",
    "socket": "waits for another server",
}


@dataclass(frozen=True)
class Wait:
    """An operation of the view that waits, itself or ``through`` what it calls; ``weight`` counts how much."""

    text: str
    place: Place
    effect: EffectKind
    through: str
    weight: int

    @property
    def reason(self) -> Reason:
        """In words, for a view that can be converted."""
        if self.effect == "sleep" and not self.through:
            return Reason(f"{self.text} waits without holding a thread", self.place)
        how = "the wait moves off the event loop"
        if self.effect == "sleep":
            how = "that holds a thread until the function is async itself"
        return Reason(f"{self.text} {_WAITS[self.effect]}{self.through}; {how}", self.place)


@dataclass(frozen=True)
class Gained:
    """The gain, and the waits it comes from."""

    gain: Gain
    waits: tuple[Wait, ...] = ()

    def reasons(self, before: int, after: int) -> tuple[Reason, ...]:
        """In words and numbers, for a view that can be converted."""
        hops = f"a request takes {before} thread hops now and {after} after"
        if self.gain == "none":
            costs = "gains nothing from async" if after <= before else "gains nothing from async, which only costs hops"
            return (Reason(f"its work is for the database or the processor and {costs}: {hops}"),)
        return (*(wait.reason for wait in self.waits), Reason(hops))


def gain_of(program: Program, view: View) -> Gained:
    """``high`` where it sleeps or waits for several answers, ``some`` for one, else ``none``."""
    handlers = dict.fromkeys(handler.function for handler in view.handlers)
    waits = tuple(wait for handler in handlers for wait in _waits(program, handler))
    weight = sum(wait.weight for wait in waits)
    return Gained("high" if weight > 1 else "some" if weight else "none", waits)


def _waits(program: Program, handler: str) -> Iterator[Wait]:
    function = program.function(handler)
    if function is None:
        return
    body = Body(program, function)
    for operation in program.operations(function.name):
        often = bool(loops_around(body, operation.op)) if body.owners[operation.op] >= 0 else False
        for effect, through in _effects(program, operation):
            is_long = often or (effect == "sleep" and (not through or _streams(program, operation)))
            yield Wait(operation.call, operation.place, effect, through, 2 if is_long else 1)


def _streams(program: Program, operation: Operation) -> bool:
    """Whether it makes a generator, as a stream of events is."""
    functions = [program.function(name) for name in operation.callees]
    return any(function is not None and function.facts.is_generator for function in functions)


def _effects(program: Program, operation: Operation) -> Iterator[tuple[EffectKind, str]]:
    """What an operation waits for, each kind once, and through which call."""
    if operation.where == "later" or operation.kind == "task":
        return
    found: dict[str, tuple[EffectKind, str]] = {}
    for effect in operation.effects:
        if effect in _WAITS:
            found.setdefault(_WAITS[effect], (effect, ""))
    for callee in operation.callees:
        for inner in program.effects_of(callee):
            if inner.effect in _WAITS and inner.operation.kind != "task":
                found.setdefault(_WAITS[inner.effect], (inner.effect, f" ({inner.operation.call})"))
    yield from found.values()
