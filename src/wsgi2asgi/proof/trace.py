"""Run a command with the tracer in each Python that it starts, and merge what they saw."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.trace import Frame, Observed, Scope, Trace
from wsgi2asgi.proof.command import HINT, Hook, lines_of, run


def trace(root: Path, command: tuple[str, ...], interpreter: str | None, *, lines: bool = False) -> Trace:
    """Run ``command`` in ``root`` and tell what it was seen to do; what it prints goes to stderr.

    ``interpreter`` is the project's own: its folder comes first on PATH. ``lines``: tell also which lines ran. Raises
    UserError where the command cannot be started, or no Python that it started loaded Django under the tracer.
    """
    root = root.resolve()
    with tempfile.TemporaryDirectory(prefix="wsgi2asgi-trace-") as folder:
        asked = {"root": str(root), "folder": folder, "lines": lines}
        code = run(root, command, interpreter, Hook("trace", "wsgi2asgi_tracer", asked))
        return merge(Path(folder), command, code)


def merge(folder: Path, command: tuple[str, ...], exit_code: int) -> Trace:
    """What the processes of one run wrote to ``folder``, as one trace. Raises UserError where there is nothing."""
    about: dict[str, Any] = {}
    files: dict[str, str] = {}
    seen: dict[tuple[Frame, str, bool, Scope], tuple[set[str], tuple[Frame, ...]]] = {}
    for line in lines_of(folder):
        if "python" in line:
            about = line
        elif "file" in line:
            files[line["file"]] = line["sha256"]
        else:
            _add(seen, line)
    if not about:
        raise UserError(f"nothing was seen while this ran: {' '.join(command)}", hint=HINT)
    observed = [
        Observed(at, effect, direct, scope, tuple(sorted(what)), stack)  # type: ignore[arg-type]
        for (at, effect, direct, scope), (what, stack) in sorted(seen.items())
    ]
    return Trace(
        command=command,
        exit_code=exit_code,
        python=about["python"],
        django=about["django"],
        files=dict(sorted(files.items())),
        observed=tuple(observed),
        lines=_lines_that_ran(folder),
    )


def _add(
    seen: dict[tuple[Frame, str, bool, Scope], tuple[set[str], tuple[Frame, ...]]], line: Mapping[str, Any]
) -> None:
    """Each function of a stack with the stack below it, from itself inwards."""
    stack = tuple(
        Frame(item["path"], item["line"], ".".join(filter(None, (item["module"], item["function"]))))
        for item in line["stack"]
    )
    for depth, frame in enumerate(stack):
        inwards = stack[depth::-1]
        what, shortest = seen.setdefault((frame, line["effect"], depth == 0, line["scope"]), (set(), inwards))
        what.add(line["what"])
        if len(inwards) < len(shortest):
            seen[frame, line["effect"], depth == 0, line["scope"]] = (what, inwards)


def _lines_that_ran(folder: Path) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for file in sorted(folder.glob("*.lines")):
        content: dict[str, Iterable[int]] = json.loads(file.read_text(encoding="utf-8"))
        for path, numbers in content.items():
            found.setdefault(path, set()).update(numbers)
    return {path: tuple(sorted(numbers)) for path, numbers in sorted(found.items())}
