"""Run the probe in the project's interpreter and read its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wsgi2asgi.interpreter.run import Failed, Surroundings, run_script
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.plan import Json
from wsgi2asgi.model.probed import (
    Probed,
    ProbedField,
    ProbedMiddleware,
    ProbedModel,
    ProbedReverse,
    ProbedRoute,
)
from wsgi2asgi.model.project import Project

_TIMEOUT = 120.0
#: Nothing is written into the project, not even compiled files.
_QUIET = {"PYTHONDONTWRITEBYTECODE": "1"}


def probe(project: Project, *, timeout: float = _TIMEOUT) -> Probed:
    """Import the project in its own interpreter and ask. Raises UserError, in one line, where that fails."""
    python = project.interpreter
    if python is None:
        raise UserError(
            "--probe needs the project's own interpreter, and none was found",
            hint="give --python the interpreter of the project's virtual environment",
        )
    root = project.tree.root
    folder = root / (project.manage_py.value if project.manage_py else project.settings_files[0])
    paths: Json = [str(root / item) if item else str(root) for item in project.source_roots]
    request: Json = {"settings": project.settings_module.value, "paths": paths, "variables": {}}
    outcome = run_script(python, "probe", request, Surroundings(folder.parent, _QUIET, timeout))
    if isinstance(outcome, Failed):
        raise _failure(outcome, project, python)
    return _read(outcome.value)


def _failure(failed: Failed, project: Project, python: str) -> UserError:
    settings = project.settings_module.value
    said = " ".join(failed.message.split())
    if failed.kind == "timeout":
        return UserError(f"--probe: {settings} could not be asked: {said}")
    if failed.kind in ("ModuleNotFoundError", "ImportError"):
        hint = f"install the project's requirements for {python}, or name another interpreter with --python"
    else:
        hint = "the project must start there: give --settings, or set the environment variables that it reads"
    return UserError(f"--probe: {settings} does not load in {python}: {failed.kind}: {said}", hint=hint)


def _read(value: Mapping[str, Any]) -> Probed:
    return Probed(
        python=value["versions"]["python"],
        django=value["versions"]["django"],
        packages=value["packages"],
        settings=value["settings"],
        models=tuple(_model(row) for row in value["models"]),
        routes=tuple(_route(row) for row in value["routes"]),
        middleware=tuple(_middleware(row) for row in value["middleware"]),
    )


def _model(row: Mapping[str, Any]) -> ProbedModel:
    managers = {
        name: (*item["classes"], *([item["queryset"]] if item["queryset"] else []))
        for name, item in row["managers"].items()
    }
    return ProbedModel(
        name=row["name"],
        abstract=row["abstract"],
        proxy=row["proxy"],
        swapped=row["swapped"],
        managers=managers,
        fields=tuple(
            ProbedField(item["name"], item["class"], item["relation"], item["target"]) for item in row["fields"]
        ),
        reverse=tuple(
            ProbedReverse(item["name"], item["model"], item["field"], item["single"]) for item in row["reverse"]
        ),
    )


def _route(row: Mapping[str, Any]) -> ProbedRoute:
    return ProbedRoute(
        pattern=row["pattern"],
        regex=row["regex"],
        name=row["name"],
        namespaces=tuple(row["namespaces"]),
        view=row["view"],
        converters=row["converters"],
        initkwargs=tuple(row["initkwargs"]),
    )


def _middleware(row: Mapping[str, Any]) -> ProbedMiddleware:
    return ProbedMiddleware(
        name=row["name"],
        sync_capable=row["sync_capable"],
        async_capable=row["async_capable"],
        mixin=row["mixin"],
        hooks=tuple(row["hooks"]),
        async_hooks=tuple(row["async_hooks"]),
    )
