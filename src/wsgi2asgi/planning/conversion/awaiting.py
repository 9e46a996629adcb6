"""Views that call other views: where both become async, the one awaits the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.places import Reason
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.callers import Callers
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.needs import Need


@dataclass(frozen=True)
class InnerCall:
    """A call of a view inside a handler of another (or of the same) view, and the handlers that it may run."""

    caller: str
    op: int
    view: View
    handlers: tuple[str, ...]


class Awaiting:
    """Which calls of views are awaited: those of views that are thought to become async. That thought is given up view
    by view until it holds."""

    def __init__(self, callers: Mapping[str, Callers], views: Mapping[str, View], harmless: Harmless) -> None:
        self._harmless = harmless
        self._given_up: dict[str, InnerCall] = {}
        self._calls = [
            InnerCall(call.function, call.op, views[name], (call.handler,) if call.handler else _handlers(views[name]))
            for name, found in callers.items()
            for call in found.handlers
        ]

    def needs(self, body: Body, needs: list[Need]) -> list[Need]:
        """The needs of a handler with the calls that are awaited in place of what they need as sync calls."""
        name, program = body.name, body.program
        awaited = {call.op: call for call in self.calls_in(name)}
        found = [need for need in needs if need.op not in awaited]
        for op, call in awaited.items():
            found.append(Need(op, "await", program.text(name, op), program.place(name, op), writes=self._writes(call)))
        return sorted(found, key=lambda need: need.op)

    def calls_in(self, function: str) -> Iterator[InnerCall]:
        """The awaited calls of a handler."""
        return (call for call in self._calls if call.caller == function and call.view.name not in self._given_up)

    def give_up(self, converting: frozenset[str], functions: frozenset[str]) -> tuple[View, ...]:
        """The called views that cannot be async after all: they stay sync, or a view that stays sync itself calls them
        and both write, which is one unit. ``converting`` and ``functions`` are the views and handlers that convert."""
        found = {}
        for call in self._calls:
            if call.view.name in self._given_up:
                continue
            stays = call.view.name not in converting
            if stays or (call.caller not in functions and self._belong_together(call)):
                found[call.view.name] = call.view
                self._given_up[call.view.name] = call
        return tuple(found.values())

    def callers(self, view: View) -> frozenset[str]:
        """The handlers that call a view."""
        return frozenset(call.caller for call in self._calls if call.view.name == view.name)

    def objection(self, view: View, program: Program) -> Reason | None:
        """Why it has been given up, if it has."""
        call = self._given_up.get(view.name)
        if call is None:
            return None
        text = f"{call.caller} calls it, and what both do belongs together"
        return Reason(text, program.place(call.caller, call.op))

    def _writes(self, call: InnerCall) -> bool:
        return any(self._harmless.may_write(handler) for handler in call.handlers)

    def _belong_together(self, call: InnerCall) -> bool:
        return self._writes(call) and self._harmless.writes_besides(call.caller, call.op)


def _handlers(view: View) -> tuple[str, ...]:
    return tuple(handler.function for handler in view.handlers)
