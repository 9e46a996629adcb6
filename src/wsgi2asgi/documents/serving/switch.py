"""The values between a start command and its rewriting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wsgi2asgi.documents.words import New

Target = Literal["uvicorn", "gunicorn"]

#: https://github.com/Kludex/uvicorn-worker; ``uvicorn.workers`` is deprecated since uvicorn 0.30.
WORKER_CLASS = "uvicorn_worker.UvicornWorker"


@dataclass(frozen=True, slots=True)
class Switch:
    """What to switch to: modules by dotted name, the target server, and what the configuration files do.

    ``configured`` names gunicorn configuration files (by base name) that set the worker class themselves.
    """

    wsgi: str
    wsgi_file: str
    asgi: str
    target: Target
    configured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What becomes of a command: new words in place of some (none: the word goes), groups of words at its end.

    ``notes`` say what cannot be carried over. Keys of ``changes`` are indexes into the invocation's words.
    """

    changes: Mapping[int, tuple[New, ...]] = field(default_factory=dict)
    appended: tuple[tuple[New, ...], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the command stays as it is."""
        return not self.changes and not self.appended
