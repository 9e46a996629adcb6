"""The answers of the probe taken over one by one; where nothing was asked, what was read stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from wsgi2asgi.analysis.program.chain import Chain
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Model
from wsgi2asgi.analysis.program.evidence.middleware import left_out, with_loaded_middleware
from wsgi2asgi.analysis.program.evidence.registry import with_registry
from wsgi2asgi.analysis.program.evidence.routes import with_url_map
from wsgi2asgi.analysis.program.evidence.settings import with_loaded_settings
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.analysis.program.views import Route
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.project import Project


class Evidence:
    """What was asked of a project. ``notes`` grow where its answers differ from what was read."""

    def __init__(self, project: Project, definitions: Definitions) -> None:
        self._probed = project.probed
        self._definitions = definitions
        self._notes = project.notes

    def noted(self, project: Project) -> Project:
        """The project with what differs among its notes."""
        return replace(project, notes=self._notes)

    def settings(self, read: Settings) -> Settings:
        """The settings with the loaded values where the source leaves them open."""
        return with_loaded_settings(read, self._probed.settings) if self._probed else read

    def models(self, read: Mapping[str, Model]) -> dict[str, Model]:
        """The models of the app registry."""
        return with_registry(read, self._probed.models if self._probed else (), self._definitions.classes)

    def chain(self, read: Chain, entry: Callable[[str, int, Place, bool], Middleware], place: Place) -> Chain:
        """MIDDLEWARE as it is loaded."""
        if self._probed is None:
            return read
        self._notes = (*self._notes, *left_out(read, self._probed.middleware))
        return with_loaded_middleware(read, self._probed.middleware, entry, place)

    def routes(self, read: tuple[Route, ...]) -> tuple[Route, ...]:
        """The routes with those that only the URL map has."""
        if self._probed is None:
            return read
        functions, classes = self._definitions.functions, self._definitions.classes
        routes, notes = with_url_map(read, self._probed.routes, functions, classes)
        self._notes = (*self._notes, *notes)
        return routes
