"""From the facts of all files to one Program: names, settings, models, URLs, views, middleware, flows, effects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from wsgi2asgi.analysis.facts.gather import gather
from wsgi2asgi.analysis.facts.values import FileFacts
from wsgi2asgi.analysis.program import effects
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.middleware import Chain
from wsgi2asgi.analysis.program.middleware_reader import MiddlewareReader
from wsgi2asgi.analysis.program.models import Models
from wsgi2asgi.analysis.program.modules import module_table
from wsgi2asgi.analysis.program.named_flow import NamedFlow
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.operations import CallSite
from wsgi2asgi.analysis.program.program import EntryKind, Flow, Linked, Program
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.analysis.program.settings_reader import configuration_of, read_settings
from wsgi2asgi.analysis.program.urls_reader import UrlsReader
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.analysis.program.views_reader import ViewsReader
from wsgi2asgi.model.project import Project

V = TypeVar("V")


class Computed(Mapping[str, V]):
    """A mapping whose values are computed when they are first asked for."""

    def __init__(self, keys: Mapping[str, object], compute: Callable[[str], V]) -> None:
        self._keys = keys
        self._compute = compute
        self._known: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        if key not in self._known:
            if key not in self._keys:
                raise KeyError(key)
            self._known[key] = self._compute(key)
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def analyse(project: Project, *, jobs: int = 0, cache: Path | None = None) -> Program:
    """Read every Python file of the project and link them. Never runs any of the project's code.

    ``jobs``: processes that read files, 0 for one a processor. ``cache``: a folder outside the project.
    """
    gathered, skipped = gather(project.tree, jobs=jobs, cache=cache)
    own, modules = module_table((facts.path for facts in gathered), project.source_roots)
    files = {facts.path: replace(facts, module=own[facts.path]) for facts in gathered}
    definitions = Definitions(Names(files, modules))
    settings = _settings(project, definitions)
    routes = UrlsReader(definitions.names).routes(project.root_urlconf.value) if project.root_urlconf else ()
    views = ViewsReader(definitions).views(routes)
    chain = MiddlewareReader(definitions, _versions(project)).chain(
        settings, [files[path] for path in project.settings_files if path in files]
    )
    flows = Computed(definitions.functions, lambda name: _flow(definitions, files, name))
    entries = _entries(views, chain, settings, definitions)
    linked = Linked(
        files=files,
        skipped=tuple(skipped),
        modules=modules,
        functions=definitions.functions,
        classes=definitions.classes,
        models=Models(definitions, settings).all,
        settings=settings,
        routes=routes,
        views=views,
        middleware=chain,
        entries=entries,
        flows=flows,
        effects=Computed(definitions.functions, lambda name: effects.effects_of(name, flows)),
        on_loop=effects.on_loop(definitions.functions, entries, flows),
        sites=lambda: effects.sites(definitions.functions, entries, flows),
        canonical=definitions.names.canonical,
        references=_references(flows),
    )
    return Program(project, linked)


def _settings(project: Project, definitions: Definitions) -> Settings:
    facts = [
        definitions.names.files[path]
        for path in (project.manage_py.value if project.manage_py else "", project.wsgi_path or "")
        if path in definitions.names.files
    ]
    named = (configuration_of(item.by_qualname[""]) for item in facts if "" in item.by_qualname)
    return read_settings(definitions, project.settings_module.value, next((name for name in named if name), None))


def _versions(project: Project) -> dict[str, str]:
    """Exact versions of distributions, by name."""
    return {item.name: item.pinned for file in project.dependency_files for item in file.requirements if item.pinned}


def _flow(definitions: Definitions, files: Mapping[str, FileFacts], name: str) -> Flow:
    function = definitions.functions[name]
    return NamedFlow(definitions, files[function.path], function).flow()


def _entries(
    views: tuple[View, ...], chain: Chain, settings: Settings, definitions: Definitions
) -> dict[str, EntryKind]:
    """Where requests come in."""
    entries: dict[str, EntryKind] = {}
    for view in views:
        for handler in (*view.handlers, *view.overrides):
            entries[handler.function] = "view"
    for middleware in chain.entries:
        for method in ("__call__", "__acall__", *middleware.hooks) if middleware.cls else ():
            function = definitions.find_method(str(middleware.cls), method)
            if function is not None:
                entries[function.name] = "middleware"
        if middleware.function:
            inner = f"{middleware.function}.<locals>."
            entries.update({name: "middleware" for name in definitions.functions if name.startswith(inner)})
    for _, value in settings.walk("TEMPLATES"):
        if isinstance(value, str) and definitions.names.canonical(value) in definitions.functions:
            entries[definitions.names.canonical(value)] = "context-processor"
    return {name: entries[name] for name in sorted(entries) if name in definitions.functions}


def _references(flows: Mapping[str, Flow]) -> Callable[[str], tuple[CallSite, ...]]:
    """An index of who mentions whom, made at the first question."""
    index: dict[str, list[CallSite]] = {}

    def ask(name: str) -> tuple[CallSite, ...]:
        if not index:
            index[""] = []
            for flow in (flows[function] for function in flows):
                for call in flow.calls:
                    index.setdefault(call.callee, []).append(call)
        return tuple(index.get(name, ()))

    return ask
