"""The result of ``wsgi2asgi migrate``."""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.model.plan import ChangeSet
from wsgi2asgi.model.proof import Proof
from wsgi2asgi.model.verify import SuiteProof


@dataclass(frozen=True, slots=True)
class MigrateResult:
    """What was planned and, with ``--apply``, what came of it. ``asked`` says whether applying was asked for."""

    changes: ChangeSet
    asked: bool = False
    written: bool = False
    proof: Proof | None = None
    tests: SuiteProof | None = None
    commits: tuple[str, ...] = ()

    @property
    def proven(self) -> bool | None:
        """Whether all that was asked to judge it found nothing; None where nobody was asked."""
        judged = [part.passed for part in (self.proof, self.tests) if part is not None]
        return all(judged) if judged else None
