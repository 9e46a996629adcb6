"""The result of ``wsgi2asgi migrate``."""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.model.plan import ChangeSet
from wsgi2asgi.model.proof import Proof


@dataclass(frozen=True, slots=True)
class MigrateResult:
    """What was planned and, with ``--apply``, what came of it. ``asked`` says whether applying was asked for."""

    changes: ChangeSet
    asked: bool = False
    written: bool = False
    proof: Proof | None = None
    commits: tuple[str, ...] = ()
