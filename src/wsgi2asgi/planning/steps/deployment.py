"""The step ``deployment``: start commands and gunicorn's configuration switch to an ASGI server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wsgi2asgi.analysis.program.event_streams import event_streams
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.documents import switch_server
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.serving.switch import Switch
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.places import Place, Reason, Skipped
from wsgi2asgi.model.plan import EditDocument, EditPython, Step, Wish
from wsgi2asgi.model.project import Project
from wsgi2asgi.planning.serving.gunicorn_files import CODEMOD, judge_gunicorn_file, parameters_of
from wsgi2asgi.planning.serving.judging import Judged, Serving, judge_serving
from wsgi2asgi.planning.serving.modules import modules_of
from wsgi2asgi.planning.serving.surfaces import Surface

EDITOR = "switch_server"
_WHY = {
    "uvicorn": "a WSGI server cannot serve the ASGI application",
    "gunicorn": "gunicorn's own workers cannot serve the ASGI application; uvicorn's can",
}
_SERVES = ("changed", "refused", "manual", "done")
_LIFESPAN = (
    "each server process logs \"ASGI 'lifespan' protocol appears unsupported.\" once: Django does not take part in that"
    " protocol, and nothing is wrong; uvicorn's --lifespan off silences it"
)
_STREAM = (
    "uvicorn waits for this stream when it is to stop, without a limit, where gunicorn waits 30 seconds: give it"
    " --timeout-graceful-shutdown 20"
)


def plan(program: Program, options: MigrateOptions) -> Step:
    """The wishes for all deployment files, and as advice what stays for a person to do.

    None where the project (with the steps before this one) has no ASGI module: nothing must be told to serve it.
    """
    modules = modules_of(program.project)
    if modules is not None and not modules.asgi_exists and program.project.deployment_files:
        reason = Reason(f"start commands stay as they are: there is no {modules.asgi} to serve; run the step asgi")
        return Step("deployment", EDITOR, "Serve by ASGI", "review", advice=(reason,))
    stream = next(event_streams(program), None)
    place = program.place(stream[0].name, stream[1]) if stream else None
    return plan_for(program.project, channels=options.channels, stream=place)


def plan_for(project: Project, *, channels: bool, stream: Place | None = None) -> Step:
    """As ``plan``, from what discovery found; ``channels``: whether WebSockets are served as well; ``stream``: where
    events are streamed."""
    serving = judge_serving(project)
    if serving.switch is None:
        reason = Reason("neither a WSGI nor an ASGI module was found, so start commands stay as they are")
        return Step("deployment", EDITOR, "Serve by ASGI", "review", advice=(reason,) if serving.surfaces else ())
    wishes: list[Wish] = []
    refused: list[Skipped] = []
    for surface in serving.surfaces:
        try:
            wishes += _wish(surface, serving.switch)
        except Refused as refusal:
            refused.append(Skipped(surface.path, str(refusal)))
    changed = {wish.path for wish in wishes}
    return Step(
        "deployment",
        EDITOR,
        "Serve by gunicorn with uvicorn's workers" if serving.switch.target == "gunicorn" else "Serve by uvicorn",
        "review",
        wishes=tuple(wishes),
        refused=tuple(refused),
        advice=tuple(_advice(serving, changed, stream, channels=channels)),
    )


def _wish(surface: Surface, switch: Switch) -> Iterator[Wish]:
    """At most one wish. Raises Refused where the file starts the project but cannot be switched."""
    if surface.unreadable:
        raise Refused(surface.unreadable)
    if surface.format == "gunicorn-conf":
        file = judge_gunicorn_file(surface, switch)
        if file.refused:
            raise Refused(file.refused)
        if file.changes:
            place = Place(surface.path, surface.found[0].line)
            yield EditPython(surface.path, CODEMOD, parameters_of(switch), surface.content, _WHY["gunicorn"], place)
    elif surface.is_edited:
        parameters: dict[str, Any] = {
            "format": surface.format,
            "wsgi": switch.wsgi,
            "wsgi_file": switch.wsgi_file,
            "asgi": switch.asgi,
            "target": switch.target,
            "configured": list(switch.configured),
        }
        if switch_server.edit(surface.text, **parameters) != surface.text:
            place = Place(surface.path, surface.invocations[0].line)
            yield EditDocument(surface.path, EDITOR, parameters, surface.content, _WHY[switch.target], place)


def _advice(serving: Serving, changed: set[str], stream: Place | None, *, channels: bool) -> Iterator[Reason]:
    if changed and serving.choice.target == "gunicorn":
        yield from serving.choice.reasons
    if serving.switch is not None and not any(judged.outcome in _SERVES for judged in serving.judged):
        start = f"uvicorn {serving.switch.asgi}:application"
        yield Reason(f"no file of the repository starts the server: wherever that is done, start {start} instead")
    said: set[tuple[str, str]] = set()
    for judged in serving.judged:
        if (judged.path, judged.action) not in said:
            yield from _of_judged(judged, changed, channels=channels)
        said.add((judged.path, judged.action))
    is_limited = serving.choice.target == "gunicorn" or any("graceful" in item.text for item in serving.surfaces)
    if stream is not None and not is_limited:
        yield Reason(_STREAM, stream)
    if changed:
        yield Reason(_LIFESPAN)


def _of_judged(judged: Judged, changed: set[str], *, channels: bool) -> Iterator[Reason]:
    if judged.outcome == "changed" and judged.path in changed:
        yield from (Reason(note, Place(judged.path, line)) for line, note in judged.notes)
    elif judged.outcome == "manual" or (judged.outcome == "done" and channels and "WebSockets set" in judged.action):
        text = "; ".join([judged.action, *(note for _, note in judged.notes)])
        yield Reason(text, Place(judged.path, judged.line))
