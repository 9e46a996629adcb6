"""What the command line and ``[tool.wsgi2asgi]`` ask for, as one frozen value a journey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from wsgi2asgi.model.own_knowledge import OwnKnowledge
from wsgi2asgi.model.plan import StepId
from wsgi2asgi.model.probed import Probed

ALL_STEPS: tuple[StepId, ...] = (
    "asgi", "settings", "state", "middleware", "views", "streams", "channels", "dependencies", "deployment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectOptions:
    """Which project, and the answers the user gives instead of letting them be found."""

    path: Path
    settings: str | None = None
    django: str | None = None
    python: str | None = None
    exclude: tuple[str, ...] = ()  # patterns of paths that are not looked at
    own: OwnKnowledge = field(default_factory=OwnKnowledge)
    probe: bool = False  # ask the project's own interpreter
    probed: Probed | None = None  # what it answered


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How to check."""

    project: ProjectOptions
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # selectors by pattern
    jobs: int = 0  # 0: as many as there are processors
    cache: bool = True
    baseline: Path | None = None
    update_baseline: bool = False
    since: str | None = None  # a git reference
    trace: Path | None = None  # what ``wsgi2asgi trace`` wrote


@dataclass(frozen=True, slots=True)
class MigrateOptions:
    """What to change."""

    project: ProjectOptions
    views: tuple[str, ...] = ("auto",)
    put_back: frozenset[str] = frozenset()  # views that stay sync although they are selected
    steps: tuple[StepId, ...] = ALL_STEPS
    channels: bool = False
    orm: Literal["native", "wrap"] = "native"
    jobs: int = 0
    cache: bool = True


@dataclass(frozen=True, slots=True)
class ApplyOptions:
    """What to do with the planned changes."""

    smoke: bool = True
    keep: bool = False  # keep the changes although the proof failed
    allow_dirty: bool = False
    verify_with: tuple[str, ...] = ()  # the command that runs the project's own tests
    commit_per_step: bool = False


@dataclass(frozen=True, slots=True)
class SmokeOptions:
    """How to prove."""

    project: ProjectOptions
    workers: tuple[int, ...] = (1, 2)
    port: int | None = None
    timeout: float = 60.0
    keep_copy: bool = False
    environment: dict[str, str] = field(default_factory=dict)
