"""The entries of MIDDLEWARE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.places import Place
from wsgi2asgi.model.request_path import NO_HOPS, HopCount
from wsgi2asgi.model.verdicts import Mode

Origin = Literal["project", "django", "package", "unknown"]


@dataclass(frozen=True, slots=True)
class Middleware:
    """One entry of MIDDLEWARE.

    ``mode``: what it says it can do (``hybrid``: both). ``hooks`` are the ``process_*`` methods it has. ``mixin``: it
    derives from MiddlewareMixin, whose async form runs each of process_request and process_response in a hop.
    ``state_on_self`` are assignments to ``self`` outside ``__init__``. ``function`` and ``cls`` are dotted names.
    ``changes_user``: code outside the project assigns ``request.user`` in it, not ``request.auser``.
    """

    name: str
    position: int
    place: Place  # in the settings
    mode: Mode
    origin: Origin
    hooks: tuple[str, ...] = ()
    async_hooks: tuple[str, ...] = ()
    mixin: bool = False
    overrides_call: bool = False
    has_async_call: bool = False  # __acall__, or an async __call__
    cls: str | None = None
    function: str | None = None
    defined: Place | None = None
    state_on_self: tuple[Place, ...] = ()
    conditional: bool = False
    note: str = ""
    changes_user: bool = False
    own_hops: HopCount = NO_HOPS  # of its own async code

    @property
    def can_sync(self) -> bool:
        """``sync_capable``; an unknown middleware counts as Django's default: sync only."""
        return self.mode != "async"

    @property
    def can_async(self) -> bool:
        """``async_capable``."""
        return self.mode in ("async", "hybrid")
