"""What ``check`` says of the files that start or front the server."""

from __future__ import annotations

from wsgi2asgi.model.project import Project
from wsgi2asgi.model.verdicts import DeploymentNote
from wsgi2asgi.planning.serving.judging import judge_serving


def deployment_notes(project: Project) -> tuple[DeploymentNote, ...]:
    """One note for each line, with the action in words; what is lost on the way follows after it."""
    return tuple(
        DeploymentNote(
            judged.path, judged.line, judged.server, "; ".join([judged.action, *(text for _, text in judged.notes)])
        )
        for judged in judge_serving(project).judged
    )
