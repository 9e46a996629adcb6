"""What of a project gains from ASGI: views that wait, event streams, WebSockets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.planning.websockets.existing import consumers
from wsgi2asgi.planning.websockets.pages import opened_sockets

_NAMED = 3
_ROUTER = "channels.routing.ProtocolTypeRouter"


@dataclass(frozen=True, slots=True)
class Gains:
    """``high`` and ``some``: the views by gain; ``sockets``: what speaks or opens WebSockets; ``routes_sockets``: the
    project's ASGI application does already; ``already``: how many views are async; ``others``: how many sync
    ones gain nothing."""

    high: tuple[ViewVerdict, ...]
    some: tuple[ViewVerdict, ...]
    already: int
    others: int
    sockets: tuple[Reason, ...]
    routes_sockets: bool

    @property
    def total(self) -> int:
        """All views that routes lead to."""
        return len(self.high) + len(self.some) + self.already + self.others

    @property
    def any_high(self) -> bool:
        """Whether something gains that WSGI cannot give."""
        return bool(self.high or self.sockets)

    def reasons(self) -> tuple[Reason, ...]:
        """In words and numbers."""
        total = self.total
        found = [*self.sockets]
        if self.high:
            found.append(Reason(f"{_of(self.high, total)} for long: {_names(self.high)}"))
        if self.some:
            found.append(
                Reason(
                    f"{_of(self.some, total)} for other servers, one answer at a time: {_names(self.some)}; with an"
                    " async client they wait without threads, which makes none of them faster"
                )
            )
        if self.already:
            are = "is" if self.already == 1 else "are"
            found.append(Reason(f"{self.already} of {total} views with a route {are} async already"))
        if self.others:
            found.append(
                Reason(
                    f"{self.others} of {total} views with a route work for the database, templates or the processor:"
                    " async makes none of them faster"
                )
            )
        return tuple(found)


def gains_of(program: Program, views: Sequence[ViewVerdict]) -> Gains:
    """What gains among the views that routes lead to."""
    routed = [view for view in views if view.urls]
    high = tuple(view for view in routed if view.gain == "high")
    some = tuple(view for view in routed if view.gain == "some")
    already = sum(view.is_async and view.gain == "none" for view in routed)
    others = len(routed) - len(high) - len(some) - already
    return Gains(high, some, already, others, tuple(_sockets(program)), _routes_sockets(program))


def _sockets(program: Program) -> list[Reason]:
    found = [Reason(f"{item.name} speaks WebSocket", Place(item.path, item.line)) for item in consumers(program)]
    opened, unclear = opened_sockets(program.project.tree)
    places = [Place(item.file, item.line) for item in opened] + [Place(*item) for item in unclear]
    if places:
        more = f", and {len(places) - 1} more" if len(places) > 1 else ""
        found.append(Reason(f"a page opens a WebSocket{more}", places[0]))
    return found


def _routes_sockets(program: Program) -> bool:
    return any(True for _ in program.uses_of(_ROUTER))


def _of(views: Sequence[ViewVerdict], total: int) -> str:
    return f"{len(views)} of {total} views with a route {'waits' if len(views) == 1 else 'wait'}"


def _names(views: Sequence[ViewVerdict]) -> str:
    listed = [view.name for view in views[:_NAMED]]
    more = f" and {len(views) - _NAMED} more" if len(views) > _NAMED else ""
    return ", ".join(listed) + more
