"""In which interpreter, folder and environment the project's own processes run."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from wsgi2asgi.interpreter.run import SCRIPTS, Outcome, Surroundings, run_script
from wsgi2asgi.interpreter.serve import Fleet
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import SmokeOptions
from wsgi2asgi.model.plan import Json
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.proof.copies import Copies, Place, Which

Progress = Callable[[str], None]
MODULES = SCRIPTS / "smoke" / "modules"
# Both are silent by default in some configurations; a literal beginning of the message is what can be given here.
WARNINGS = "always:coroutine:RuntimeWarning,always:StreamingHttpResponse must consume:Warning"


@dataclass(frozen=True, slots=True)
class Modules:
    """The dotted names of the entry points; None where Django's own is to be used."""

    settings: str
    wsgi: str | None
    asgi: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that is the same for all processes of a smoke test. ``extra``: the folder of added packages."""

    python: str
    project: Project
    modules: Modules
    options: SmokeOptions
    copies: Copies
    fleet: Fleet
    extra: str = ""

    def with_extra(self, folder: str) -> Stage:
        """The same with added packages."""
        return replace(self, extra=folder)

    def run(self, which: Which, port: int = 0) -> Run:
        """A run on a fresh copy."""
        return Run(self, self.copies.run(which), port)


@dataclass(frozen=True, slots=True)
class Run:
    """One run: on a copy of its own, with a server that listens on a port of its own."""

    stage: Stage
    place: Place
    port: int

    @property
    def folder(self) -> Path:
        """Where processes start: the folder of manage.py, in the copy."""
        manage = self.stage.project.manage_py
        return (self.place.project / manage.value).parent if manage else self.place.project

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment of a process of the project."""
        stage = self.stage
        own = {**os.environ, **stage.options.environment}
        return {
            **own,
            "DJANGO_SETTINGS_MODULE": stage.modules.settings,
            "PYTHONPATH": os.pathsep.join(self._python_path(own.get("PYTHONPATH", ""))),
            "PYTHONHASHSEED": "0",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": WARNINGS,
            "WSGI2ASGI_SMOKE_PROJECT": str(self.place.project),
            "WSGI2ASGI_SMOKE_STATE": str(self.place.state),
            "WSGI2ASGI_SMOKE_WSGI": stage.modules.wsgi or "",
            "WSGI2ASGI_SMOKE_ASGI": stage.modules.asgi,
            "WSGI2ASGI_SMOKE_EXTRA": stage.extra,
        }

    def ask(self, script: str, request: Json, timeout: float) -> Outcome:
        """Run a script of ``_in_process/smoke/`` in the copy."""
        surroundings = Surroundings(self.folder, self.environment, timeout)
        return run_script(self.stage.python, f"smoke/{script}", request, surroundings)

    def _python_path(self, given: str) -> list[str]:
        """The copy's source roots first; entries of the user's PYTHONPATH that lie in the project move to the copy."""
        root = self.stage.project.tree.root.resolve()
        paths = [str(self.place.project / source) for source in ("", *self.stage.project.source_roots)]
        paths.insert(0, str(self.folder))
        for entry in filter(None, given.split(os.pathsep)):
            place = Path(entry).resolve()
            inside = place.is_relative_to(root)
            paths.append(str(self.place.project / place.relative_to(root)) if inside else str(place))
        return [*dict.fromkeys(paths), str(MODULES)]


def interpreter_for(project: Project, options: SmokeOptions) -> str:
    """The project's interpreter: the one asked for, the one found, else the one that runs this tool."""
    asked = project.interpreter or options.project.python or sys.executable
    return os.path.abspath(shutil.which(asked) or asked)  # links stay: a virtual environment is known by its own


def entry_points(project: Project, before: SourceTree, after: SourceTree, options: SmokeOptions) -> Modules:
    """The modules to start. Raises UserError where there is no ASGI module."""
    settings = options.project.settings or project.settings_module.value
    wsgi = project.wsgi_module.value if project.wsgi_module else None
    if wsgi and project.wsgi_path and not before.exists(project.wsgi_path):
        raise UserError(f"there is no {project.wsgi_path} to compare with")
    asgi = asgi_module(project, after)
    if asgi is None:
        raise UserError(
            "the project has no asgi.py, so there is nothing to prove",
            hint="Run `wsgi2asgi migrate --apply` first; it proves the migration by itself.",
        )
    return Modules(settings, wsgi, asgi)


def asgi_module(project: Project, after: SourceTree) -> str | None:
    """The ASGI module by what was discovered, else the one beside wsgi.py."""
    if project.asgi_module and project.asgi_path and after.exists(project.asgi_path):
        return project.asgi_module.value
    if not (project.wsgi_module and project.wsgi_path):
        return None
    path = project.wsgi_path.rpartition("/")
    name = project.wsgi_module.value.rpartition(".")
    beside = f"{path[0]}{path[1]}asgi.py"
    return f"{name[0]}{name[1]}asgi" if after.exists(beside) else None
