"""What a view gains by being async: waiting without holding a thread. Queries do not become faster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import Operation
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.findings import EffectKind
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.verdicts import Gain

_WAITS: tuple[EffectKind, ...] = ("sleep", "http", "socket")
#: Operations that wait by themselves. What the ORM, forms, signals or a task queue may wait for besides is no gain.
_WAITING = ("sleep", "http", "socket", "external")
_WRITES = ("save", "delete", "asave", "adelete")
#: Clients of language models: their servers take seconds for an answer.
_SLOW = ("openai.", "anthropic.", "cohere.", "mistralai.", "ollama.", "litellm.", "google.generativeai.")


@dataclass(frozen=True)
class Wait:
    """An operation of the view that waits, itself or ``through`` what it calls. ``is_long``: for long, or as a stream:
    that is what holds WSGI's workers hostage."""

    text: str
    place: Place
    effect: EffectKind
    through: str = ""
    is_long: bool = False

    @property
    def reason(self) -> Reason:
        """In words, for a view that can be converted."""
        if self.effect == "sleep":
            how = "waits without holding a thread"
            if self.through:
                how = f"sleeps{self.through}; that holds a thread until the function is async itself"
        elif self.effect == "lock":
            how = "streams for as long as somebody listens; that holds a thread until the function is async itself"
        else:
            how = f"waits for another server{self.through}; that holds a thread until an async client makes the call"
        return Reason(f"{self.text} {how}", self.place)


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
        upstream = sum(wait.effect not in ("sleep", "lock") for wait in self.waits)
        one_by_one = (Reason("its waits stay one after the other, so it answers no sooner"),) if upstream > 1 else ()
        return (*(wait.reason for wait in self.waits), *one_by_one, Reason(hops))


class Gains:
    """What views gain; those that inherit a handler share its waits."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._waits: dict[str, tuple[Wait, ...]] = {}

    def of(self, view: View) -> Gained:
        """``high`` where it waits for long (it sleeps, streams, asks a language model), ``some`` where it asks other
        servers, be it several of them one after the other; else ``none``."""
        handlers = dict.fromkeys(handler.function for handler in (*view.handlers, *view.overrides))
        waits = tuple(wait for handler in handlers for wait in self._of_handler(handler))
        gain: Gain = "high" if any(wait.is_long for wait in waits) else "some" if waits else "none"
        return Gained(gain, waits)

    def _of_handler(self, handler: str) -> tuple[Wait, ...]:
        if handler not in self._waits:
            self._waits[handler] = tuple(_waits(self._program, handler))
        return self._waits[handler]


def _waits(program: Program, handler: str) -> Iterator[Wait]:
    function = program.function(handler)
    for operation in program.operations(function.name) if function is not None else ():
        effect = _own(operation)
        if effect is not None:
            is_long = effect == "sleep" or _asks_slow_server(program, handler, operation)
            yield Wait(operation.call, operation.place, effect, is_long=is_long)
        elif _is_followed(program, operation):
            found = _inside(program, operation.callees, set())
            if found is not None:
                inner, effect, where = found
                is_long = _streams(program, operation) or _asks_slow_server(program, where, inner)
                yield Wait(operation.call, operation.place, effect, f" ({inner.call})", is_long)
            elif _listens(program, operation):
                yield Wait(operation.call, operation.place, "lock", is_long=True)


def _own(operation: Operation) -> EffectKind | None:
    """What an operation waits for by itself."""
    if operation.kind not in _WAITING or operation.where == "later":
        return None
    return next((effect for effect in operation.effects if effect in _WAITS), None)


def _is_followed(program: Program, operation: Operation) -> bool:
    """A call of the project's own functions, but not what a model does when it is written."""
    if operation.kind != "project-call" or operation.where == "later":
        return False
    named = (name.rpartition(".") for name in operation.callees)
    return not any(method in _WRITES and program.model(owner) is not None for owner, _, method in named)


def _inside(program: Program, names: tuple[str, ...], seen: set[str]) -> tuple[Operation, EffectKind, str] | None:
    """The first wait in these functions or in what they call, and the function it stands in. Where one of several
    methods runs, each of them has to wait."""
    functions = [function for name in names if (function := program.function(name)) is not None]
    chosen = Counter(function.facts.name for function in functions if function.owner is not None)
    for function in functions:
        if chosen[function.facts.name] == 1 or function.owner is None:
            found = _in_function(program, function, seen)
            if found is not None:
                return found
    alternatives = [
        function for function in functions if function.owner is not None and chosen[function.facts.name] > 1
    ]
    each = [_in_function(program, function, set(seen)) for function in alternatives if not function.is_abstract]
    return each[0] if each and all(each) else None


def _in_function(program: Program, function: Function, seen: set[str]) -> tuple[Operation, EffectKind, str] | None:
    if function.name in seen:
        return None
    seen.add(function.name)
    for operation in program.operations(function.name):
        effect = _own(operation)
        if effect is not None:
            return operation, effect, function.name
        if _is_followed(program, operation):
            found = _inside(program, operation.callees, seen)
            if found is not None:
                return found
    return None


def _streams(program: Program, operation: Operation) -> bool:
    """Whether it makes a generator, as a stream of events is."""
    functions = [program.function(name) for name in operation.callees]
    return any(function is not None and function.facts.is_generator for function in functions)


def _listens(program: Program, operation: Operation) -> bool:
    """Whether it makes a generator that goes on waiting for what other threads give it, as a queue of events."""
    functions = [program.function(name) for name in operation.callees]
    return any(
        function is not None
        and function.facts.is_generator
        and any(region.kind == "while" for region in function.facts.regions)
        and any(effect.effect == "lock" for effect in program.effects_of(function.name))
        for function in functions
    )


def _asks_slow_server(program: Program, function: str, operation: Operation) -> bool:
    call = program.functions[function].facts.ops[operation.op]
    name = program.resolve(function, call.inputs[0]) if call.kind == "call" and call.inputs else None
    return name is not None and name.startswith(_SLOW)
