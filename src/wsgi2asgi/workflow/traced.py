"""``check --trace F``: what was seen while the project's tests ran, as far as the files are still the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.trace import Trace, from_json
from wsgi2asgi.model.tree import SourceTree


def read(file: Path) -> Trace:
    """The trace in a file that ``wsgi2asgi trace`` wrote. Raises UserError."""
    try:
        return from_json(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UserError(f"{file} is not a trace", hint="the command trace makes one") from None


def with_trace(project: Project, trace: Trace) -> Project:
    """The project with what was seen of its files; files that have changed since are left out, and noted."""
    stale = frozenset(path for path, digest in trace.files.items() if _digest(project.tree, path) != digest)
    fresh = replace(trace, observed=tuple(item for item in trace.observed if item.at.path not in stale))
    notes = [f"{path} has changed since the trace: what was seen of it does not count" for path in sorted(stale)]
    return replace(project, trace=fresh, notes=(*project.notes, *notes))


def _digest(tree: SourceTree, path: str) -> str | None:
    try:
        return hashlib.sha256(tree.read(path)).hexdigest()
    except OSError:
        return None
