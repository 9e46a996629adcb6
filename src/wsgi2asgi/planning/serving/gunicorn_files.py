"""gunicorn's configuration files: what the codemod makes of them."""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.documents.serving.gunicorn_flags import CHANGED_BY_WORKER, DROPPED_BY_WORKER
from wsgi2asgi.documents.serving.switch import Switch
from wsgi2asgi.planning.serving.surfaces import Surface
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.rehearsal import rehearse

CODEMOD = "switch_gunicorn_worker"


@dataclass(frozen=True, slots=True)
class GunicornFile:
    """A configuration file: whether the codemod changes it or why it refuses, and what is lost on which line."""

    path: str
    changes: bool = False
    refused: str = ""
    notes: tuple[tuple[int, str], ...] = ()


def judge_gunicorn_file(surface: Surface, switch: Switch) -> GunicornFile:
    """Rehearse the codemod on one file."""
    if surface.unreadable:
        return GunicornFile(surface.path, refused=surface.unreadable)
    try:
        done = rehearse(surface.text, CODEMOD, parameters_of(switch))
    except Refused as refusal:
        return GunicornFile(surface.path, refused=str(refusal))
    changes = done.code != surface.text
    notes = tuple((note.line, f"{note.code}: {_lost(note.subject)}") for note in done.notes if changes)
    return GunicornFile(surface.path, changes, notes=notes)


def parameters_of(switch: Switch) -> dict[str, str]:
    """What the codemod is constructed with."""
    return {"wsgi": switch.wsgi, "asgi": switch.asgi}


def _lost(setting: str) -> str:
    if setting == "worker_class":
        return "the environment may still name another worker class"
    if setting == "logger_class":
        return "uvicorn's access log goes through it only as far as its handlers do"
    return DROPPED_BY_WORKER.get(setting) or CHANGED_BY_WORKER[setting]
