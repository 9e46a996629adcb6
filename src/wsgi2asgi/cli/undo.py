"""``wsgi2asgi undo``: restore what stood before the last ``migrate --apply``, byte for byte."""

from __future__ import annotations

from pathlib import Path

from wsgi2asgi.cli import arguments as shared
from wsgi2asgi.cli import output
from wsgi2asgi.model.options import ProjectOptions


def undo(path: shared.PathArgument = Path()) -> None:
    """Take back what the last `migrate --apply` wrote, byte for byte."""
    from wsgi2asgi.report.grouping import counted
    from wsgi2asgi.workflow.prove import undo as run

    restored = run(ProjectOptions(path))
    output.deliver("\n".join([f"restored {counted(len(restored), 'file')}:", *(f"  {name}" for name in restored)]))
