"""Wishes: what should change where, decided by planning and carried out by codemods. JSON-able throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Union

from wsgi2asgi.model.places import Place, Reason, Skipped

Json = Union[str, int, float, bool, None, "list[Json]", "dict[str, Json]"]

StepId = Literal[
    "asgi", "settings", "state", "middleware", "views", "streams", "channels", "dependencies", "deployment",
]  # fmt: skip
Safety = Literal["safe", "review"]


@dataclass(frozen=True, slots=True)
class CreateFile:
    """A new file with its whole text (UTF-8). Refused where something already stands at the path."""

    path: str
    text: str
    why: str
    executable: bool = False


@dataclass(frozen=True, slots=True)
class EditPython:
    """Run the LibCST codemod ``wsgi2asgi_codemods.<codemod>`` on one file.

    ``parameters`` go to the codemod's constructor as keyword arguments. ``content`` is the hash of the
    file it was planned on: a stale wish is refused.
    """

    path: str
    codemod: str
    parameters: Mapping[str, Json]
    content: str
    why: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class EditDocument:
    """Run the editor ``wsgi2asgi.documents.<editor>`` on a file that is not Python (TOML, YAML, Procfile ...)."""

    path: str
    editor: str
    parameters: Mapping[str, Json]
    content: str
    why: str
    place: Place | None = None


Wish = CreateFile | EditPython | EditDocument
ViewOutcome = Literal["converted", "kept-sync", "already-async", "review", "failed"]


@dataclass(frozen=True, slots=True)
class ViewResult:
    """What a plan does with one view, and why."""

    name: str
    result: ViewOutcome
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Wishes that belong together: one commit, one title. ``advice`` is what a person still has to do."""

    id: StepId
    codemod: str
    title: str
    safety: Safety
    wishes: tuple[Wish, ...] = ()
    views: tuple[ViewResult, ...] = ()
    refused: tuple[Skipped, ...] = ()
    advice: tuple[Reason, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The files the wishes name, each once, in order."""
        return tuple(dict.fromkeys(wish.path for wish in self.wishes))


ChangeKind = Literal["create", "modify", "rename", "delete"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file before and after; None stands for: not there."""

    path: str
    before: bytes | None
    after: bytes | None
    steps: tuple[StepId, ...] = ()
    executable: bool = False

    @property
    def kind(self) -> ChangeKind:
        """What happens to the file."""
        if self.before is None:
            return "create"
        return "delete" if self.after is None else "modify"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All that a migration would write, file by file in path order, with what was planned and refused."""

    changes: tuple[FileChange, ...] = ()
    steps: tuple[Step, ...] = ()
    refused: tuple[Skipped, ...] = ()
    bugs: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not self.changes
