"""What a request goes through under ASGI, and how often it changes threads on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.places import Reason

Runs = Literal["async", "sync"]


@dataclass(frozen=True, slots=True)
class HopCount:
    """How many thread hops (calls of ``sync_to_async``): exactly, or within bounds where not all is known."""

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Whether nothing is left open."""
        return self.least == self.most

    def __add__(self, other: HopCount) -> HopCount:
        return HopCount(self.least + other.least, self.most + other.most)

    def __or__(self, other: HopCount) -> HopCount:
        """Either of them."""
        return HopCount(min(self.least, other.least), max(self.most, other.most))

    def __str__(self) -> str:
        return str(self.least) if self.is_exact else f"{self.least} to {self.most}"


NO_HOPS = HopCount(0, 0)


@dataclass(frozen=True, slots=True)
class PathHops:
    """The hops of one request from end to end: to a sync view, and to an async one before its own.

    Both for a view that passes the whole chain and returns a finished response; a response that is rendered after the
    view (TemplateResponse, Django REST framework's) takes ``rendering`` hops more.
    """

    sync_view: HopCount
    async_view: HopCount
    rendering: HopCount


@dataclass(frozen=True, slots=True)
class PathChange:
    """A change of the chain that saves hops, and what is left with it."""

    text: str
    hops: PathHops


@dataclass(frozen=True, slots=True)
class RequestPath:
    """The bill of a request: ``hops`` are ``outside`` (the signal request_started and the closing of the response), one
    if ``enters_thread`` (the outermost middleware runs sync), those of each middleware, and one if the view is sync.

    ``notes`` say what is not known and what costs most.
    """

    outside: int
    enters_thread: bool
    hops: PathHops
    changes: tuple[PathChange, ...] = ()
    notes: tuple[Reason, ...] = ()
