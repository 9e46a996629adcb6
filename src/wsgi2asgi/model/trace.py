"""What was seen while the project's tests ran, and its form as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from wsgi2asgi.model.findings import EffectKind

SCHEMA_VERSION = 1
Scope = Literal["view", "middleware", "outside"]


@dataclass(frozen=True, slots=True, order=True)
class Frame:
    """A function of the project on a stack and the line it was at."""

    path: str
    line: int
    function: str  # dotted, with its module


@dataclass(frozen=True, slots=True)
class Observed:
    """A line of a function on whose behalf an effect happened.

    ``direct``: no other function of the project stood between. ``scope``: while a request was answered, inside the
    view or in a middleware around it; or outside of requests. ``what`` names the queries and calls, ``stack`` is the
    shortest one seen, from the function itself inwards.
    """

    at: Frame
    effect: EffectKind
    direct: bool
    scope: Scope
    what: tuple[str, ...]
    stack: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What a command was seen to do. ``files`` are the hashes (SHA-256) of the files that stand in it; ``lines`` are
    those that ran at all, where that was asked for."""

    command: tuple[str, ...]
    exit_code: int
    python: str
    django: str | None
    files: Mapping[str, str]
    observed: tuple[Observed, ...]
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def to_json(trace: Trace) -> dict[str, Any]:
    """A trace as plain dictionaries and lists."""
    return {
        "schema_version": SCHEMA_VERSION,
        "command": list(trace.command),
        "exit_code": trace.exit_code,
        "python": trace.python,
        "django": trace.django,
        "files": dict(trace.files),
        "observed": [
            {
                **asdict(item.at),
                "effect": item.effect,
                "direct": item.direct,
                "scope": item.scope,
                "what": list(item.what),
                "stack": [f"{frame.path}:{frame.line} {frame.function}" for frame in item.stack],
            }
            for item in trace.observed
        ],
        "lines": {path: list(numbers) for path, numbers in trace.lines.items()},
    }


def from_json(value: Any) -> Trace:
    """The trace that ``to_json`` gave. Raises KeyError, TypeError or ValueError for anything else."""
    if value["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"schema version {value['schema_version']}, not {SCHEMA_VERSION}")
    return Trace(
        command=tuple(value["command"]),
        exit_code=value["exit_code"],
        python=value["python"],
        django=value["django"],
        files=dict(value["files"]),
        observed=tuple(
            Observed(
                at=Frame(item["path"], item["line"], item["function"]),
                effect=item["effect"],
                direct=item["direct"],
                scope=item["scope"],
                what=tuple(item["what"]),
                stack=tuple(_frame(text) for text in item["stack"]),
            )
            for item in value["observed"]
        ),
        lines={path: tuple(numbers) for path, numbers in value["lines"].items()},
    )


def _frame(text: str) -> Frame:
    place, _, function = text.rpartition(" ")
    path, _, line = place.rpartition(":")
    return Frame(path, int(line), function)
