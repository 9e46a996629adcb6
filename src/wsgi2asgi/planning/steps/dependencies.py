"""The step ``dependencies``: what serving ASGI needs, added where the project declares its dependencies."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterator
from typing import Any

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.documents.packages import Package
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.places import Place, Reason, Skipped
from wsgi2asgi.model.plan import EditDocument, Step
from wsgi2asgi.model.project import Project, Requirement
from wsgi2asgi.model.source import Undecodable, content_hash, decode_text
from wsgi2asgi.planning.requirements.needs import Need, declared_in, needs_of
from wsgi2asgi.planning.requirements.places import (
    Home,
    is_for_development,
    primary_home,
    server_home,
    to_regenerate,
)
from wsgi2asgi.planning.serving.judging import Serving, judge_serving
from wsgi2asgi.planning.serving.modules import modules_of

_METADATA = ("pep621", "poetry", "setup.cfg", "setup.py")


def plan(program: Program, options: MigrateOptions) -> Step:
    """The wishes for the project's dependency files, and as advice which locks to regenerate.

    None where the step asgi was to make an ASGI module and has not: there is nothing to serve.
    """
    modules = modules_of(program.project)
    if "asgi" in options.steps and modules is not None and not modules.asgi_exists:
        reason = Reason(f"nothing is required: there is no {modules.asgi} to serve")
        return Step("dependencies", "add_requirements", "Require what serves ASGI", "safe", advice=(reason,))
    installed_apps = program.settings.strings("INSTALLED_APPS")
    return plan_for(program.project, channels=options.channels, installed_apps=installed_apps)


def plan_for(project: Project, *, channels: bool, installed_apps: Collection[str] = ()) -> Step:
    """As ``plan``, from what discovery found and INSTALLED_APPS."""
    serving = judge_serving(project)
    declared = declared_in(project)
    wanted = needs_of(project, serving, channels=channels, installed_apps=installed_apps)
    needs = tuple(need for need in wanted if need.distribution.name not in declared)
    wishes: list[EditDocument] = []
    refused: list[Skipped] = []
    advice: list[Reason] = []
    for home, group in _by_home(project, needs):
        names = ", ".join(need.distribution.name for need in group)
        if home is None or home.editor is None:
            advice.append(_by_hand(project, home, group))
            continue
        try:
            wishes += _wish(project, home, group)
        except Refused as refusal:
            refused.append(Skipped(home.file.path, f"{names} not added: {refusal}"))
    advice += to_regenerate(project, {wish.path for wish in wishes})
    advice += _about_development(declared, wanted)
    advice += _about_channels(project, channels=channels)
    advice += _about_gunicorn(project, serving)
    title = "Require " + _listed([need.distribution.name for need in needs]) if needs else "Require what serves ASGI"
    return Step("dependencies", "add_requirements", title, "safe", tuple(wishes), (), tuple(refused), tuple(advice))


def _by_home(project: Project, needs: tuple[Need, ...]) -> Iterator[tuple[Home | None, list[Need]]]:
    """Each place once, with what goes there."""
    servers, rest = server_home(project), primary_home(project)
    grouped: dict[Home | None, list[Need]] = {}
    for need in needs:
        grouped.setdefault(servers if need.beside_server else rest, []).append(need)
    yield from grouped.items()


def _wish(project: Project, home: Home, needs: list[Need]) -> Iterator[EditDocument]:
    """Raises Refused where the file cannot be edited, with what to do instead."""
    path = home.file.path
    if project.tree.leaves_root(path):
        raise Refused("the file lies outside the project")
    try:
        data = project.tree.read(path)
        text = decode_text(data).text
    except (OSError, Undecodable) as error:
        raise Refused(f"the file cannot be read: {error}") from None
    editor, place = home.editor or ("", {})
    parameters = {**place, "packages": [_package(need) for need in needs]}
    changed: str = importlib.import_module(f"wsgi2asgi.documents.{editor}").edit(text, **parameters)
    if changed != text:
        why = "; ".join(f"{need.distribution.name} {need.why}" for need in needs)
        yield EditDocument(path, editor, parameters, content_hash(data), why)


def _package(need: Need) -> dict[str, Any]:
    found = need.distribution
    return {
        "name": found.name,
        "extras": list(need.extras),
        "floor": found.floor,
        "below": found.below,
        "pin": found.pin,
    }


def _by_hand(project: Project, home: Home | None, needs: list[Need]) -> Reason:
    requirements = " ".join(f'"{Package.of(_package(need)).requirement(">=")}"' for need in needs)
    metadata = next((file.path for file in project.dependency_files if file.format in _METADATA), None)
    if home is None and metadata:
        served = project.wsgi_path or project.settings_files[0]
        text = f"everybody who installs the package would get them too: install {requirements} where {served} is served"
        return Reason(text, Place(metadata))
    if home is None:
        return Reason(f"no file declares the project's dependencies: install {requirements}")
    if home.file.format == "lock":
        source = home.file.generated_from or "its source"
        return Reason(f"a compiled file is not edited: add {requirements} to {source}", Place(home.file.path))
    return Reason(f"add {requirements} here by hand", Place(home.file.path))


def _about_development(declared: dict[str, Requirement], wanted: tuple[Need, ...]) -> Iterator[Reason]:
    """What production needs but only development declares; a second declaration might contradict the first."""
    for need in wanted:
        requirement = declared.get(need.distribution.name)
        if requirement and is_for_development(requirement):
            text = (
                f"{need.distribution.name} is declared for development only, and {need.why}: require it in production"
            )
            yield Reason(text, Place(requirement.path, requirement.line))


def _about_channels(project: Project, *, channels: bool) -> Iterator[Reason]:
    if channels and "channels-redis" not in declared_in(project):
        yield Reason(
            "the channel layer in memory reaches one process only: with several, install channels-redis>=4 and set"
            " REDIS_URL"
        )


def _about_gunicorn(project: Project, serving: Serving) -> Iterator[Reason]:
    """gunicorn is kept for the way back, though nothing starts it after the switch."""
    requirement = declared_in(project).get("gunicorn")
    switched = [judged for judged in serving.judged if judged.outcome == "changed" and judged.server == "gunicorn"]
    if requirement and switched and serving.choice.target == "uvicorn":
        text = "gunicorn is no longer started after the switch; keep it for the way back, remove it later"
        yield Reason(text, Place(requirement.path, requirement.line))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
