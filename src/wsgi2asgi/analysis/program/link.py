"""Links the facts of all files into a Program."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping

from wsgi2asgi.analysis.facts.gather import Gathered
from wsgi2asgi.analysis.facts.values import FileFacts
from wsgi2asgi.analysis.program.converters import Converters
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.effects import EffectTable
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.entries import read_entries
from wsgi2asgi.analysis.program.evidence.merge import Evidence
from wsgi2asgi.analysis.program.flow import templates
from wsgi2asgi.analysis.program.flow.engine import Engine
from wsgi2asgi.analysis.program.flow.glimpse import glimpse
from wsgi2asgi.analysis.program.flow.receivers import MODEL_SIGNALS, Receiver, read_receivers
from wsgi2asgi.analysis.program.hooks import hooks
from wsgi2asgi.analysis.program.loop import on_loop
from wsgi2asgi.analysis.program.middleware_reader import HOOKS, MiddlewareReader
from wsgi2asgi.analysis.program.models import Models
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.observed import Witness
from wsgi2asgi.analysis.program.own_hops import with_own_hops
from wsgi2asgi.analysis.program.program import REQUEST_ENTRIES, EntryKind, Flow, Linked, Program
from wsgi2asgi.analysis.program.references import References
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.analysis.program.settings_reader import configuration_of, read_settings
from wsgi2asgi.analysis.program.sites import generic_sites, sites
from wsgi2asgi.analysis.program.templates.class_views import RENDERS
from wsgi2asgi.analysis.program.templates.contexts import Processors
from wsgi2asgi.analysis.program.templates.files import TemplateFiles
from wsgi2asgi.analysis.program.templates.pages import Pages
from wsgi2asgi.analysis.program.types import Instance, Plain, Request
from wsgi2asgi.analysis.program.urlconfs import other_urlconfs
from wsgi2asgi.analysis.program.urls_reader import UrlsReader
from wsgi2asgi.analysis.program.user_loaded import always_loaded
from wsgi2asgi.analysis.program.views import Route, View
from wsgi2asgi.analysis.program.views_reader import ViewsReader
from wsgi2asgi.analysis.program.waiting_files import WaitingFiles
from wsgi2asgi.analysis.recursion import recursion_limit
from wsgi2asgi.knowledge.known_calls import OwnCalls
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.project import Project

#: Parameters whose types became known late are taken into account so often.
_ROUNDS = 6
#: Deep enough for calls followed one inside the other, shallow enough for the C stack of Python 3.10.
_DEPTH = 8000


def link(project: Project, facts: list[FileFacts], gathered: Gathered) -> Program:
    """The Program of a project whose files' facts are given, without those that may wait."""
    waiting = WaitingFiles(project, facts, gathered)
    names = Names(waiting.needed(), waiting.modules)
    definitions = Definitions(names)
    evidence = Evidence(project, definitions)
    written = _settings(project, definitions)
    settings = evidence.settings(written)
    others = {
        path: read_settings(definitions, names.files[path].module, None)
        for path in project.other_settings_files
        if path in names.files
    }
    models = Models(definitions, settings)
    models.all = evidence.models(models.all)
    middleware = MiddlewareReader(definitions, _versions(project))
    chain = middleware.chain(written, [names.files[path] for path in project.settings_files if path in names.files])
    chain = evidence.chain(chain, middleware.entry, settings.place("MIDDLEWARE") or Place(project.settings_files[0]))
    routes = evidence.routes(_routes(project, definitions, settings))
    views = ViewsReader(definitions).views(routes)
    receivers = read_receivers(definitions, models)
    entries = read_entries(definitions, settings, views, chain, receivers)
    engine = Engine(definitions, models, receivers, OwnCalls(project.own))
    engine.converters = Converters(definitions, routes)
    engine.pages = Pages(engine, TemplateFiles(project.tree, settings), Processors(settings))
    other_chains = tuple(
        middleware.chain(other, [names.files[path]])
        for path, other in others.items()
        if other.has("MIDDLEWARE") and other.get("MIDDLEWARE") != written.get("MIDDLEWARE")
    )
    if always_loaded((chain, *other_chains), definitions):
        engine.with_user = frozenset(item.function for view in views if view.routes for item in view.handlers)
    _prepare_views(engine, views)
    _prepare_middleware(engine, entries)
    _prepare_templates(engine, entries)
    _prepare_receivers(engine, receivers)
    with recursion_limit(_DEPTH):
        entries = _with_hooks(entries, hooks(engine, views))
        _follow_all(engine, entries)
        pages = _pages_of_views(engine, views)
        definitions.add(waiting.rest())
        roles = {path: item.role for path, item in names.files.items()}
        flows = Flows(engine, Witness(names.files, definitions.functions, project.trace))
        loop = on_loop(definitions.functions, roles, entries, flows)
    known = ChainMap(definitions.functions, engine.pages.functions)
    return Program(
        evidence.noted(project),
        Linked(
            files=names.files,
            mentions=names.mentions,
            skipped=gathered.skipped,
            modules=names.modules,
            functions=definitions.functions,
            classes=definitions.classes,
            models=models.all,
            settings=settings,
            routes=routes,
            views=views,
            middleware=with_own_hops(chain, definitions, flows),
            entries=entries,
            flows=flows,
            effects=EffectTable(known, flows, _wrapped_by(engine)),
            on_loop=loop,
            sites=lambda: sites(entries, known, flows, generic_sites(views, definitions, engine.views.model), pages),
            canonical=names.canonical,
            references=References(names, definitions.functions, flows, flows.glimpse).to,
            other_settings=others,
            other_middleware=other_chains,
            receivers=receivers,
            user_model=models.user,
        ),
    )


class Flows(Mapping[str, Flow]):
    """The flows of all functions; those that no request reaches are followed when they are asked for."""

    def __init__(self, engine: Engine, witness: Witness) -> None:
        self._engine = engine
        self._witness = witness

    def __getitem__(self, name: str) -> Flow:
        found = self._engine.flows.get(name)
        if found is None and name not in self._engine.definitions.functions:
            with recursion_limit(_DEPTH):
                found = self._engine.pages.flow(name)
        if found is None:
            with recursion_limit(_DEPTH):
                found = self._engine.flow(name)
        return self._witness.confirmed(name, found)

    def glimpse(self, name: str, op: int) -> str | None:
        """What an operation is called where that is seen without following its function, see ``glimpse``."""
        if name in self._engine.flows:
            return self[name].names[op] or ""
        with recursion_limit(_DEPTH):
            return glimpse(self._engine, self._engine.definitions.functions[name], op)

    def __iter__(self) -> Iterator[str]:
        return iter(self._engine.definitions.functions)

    def __len__(self) -> int:
        return len(self._engine.definitions.functions)


def _wrapped_by(engine: Engine) -> Callable[[str], tuple[str, ...]]:
    def wrapped_by(wrapper: str) -> tuple[str, ...]:
        with recursion_limit(_DEPTH):
            return engine.decorations.wrapped_by(wrapper)

    return wrapped_by


def _settings(project: Project, definitions: Definitions) -> Settings:
    module = definitions.names.canonical(project.settings_module.value)
    if definitions.names.facts(module) is None and project.settings_files:
        known = definitions.names.files.get(project.settings_files[0])
        module = known.module if known else module
    paths = [project.manage_py.value if project.manage_py else None, project.wsgi_path, project.asgi_path]
    configuration = None
    for path in paths:
        facts = definitions.names.files.get(path or "")
        for function in facts.functions if facts else ():
            configuration = configuration or configuration_of(function)
    return read_settings(definitions, module, configuration)


def _routes(project: Project, definitions: Definitions, settings: Settings) -> tuple[Route, ...]:
    found = settings.likely("ROOT_URLCONF")
    root = found if isinstance(found, str) else project.root_urlconf.value if project.root_urlconf else None
    if root is None:
        return ()
    root = definitions.names.canonical(root)
    return UrlsReader(definitions).routes(root, other_urlconfs(definitions.names, settings, root))


def _versions(project: Project) -> dict[str, str]:
    """The versions of distributions, as far as they are installed or pinned."""
    if project.probed is not None:
        return dict(project.probed.packages)
    found = {"django": project.django.value} if project.django.value != "unknown" else {}
    for file in project.dependency_files:
        for item in file.requirements:
            if item.pinned:
                found.setdefault(item.name, item.pinned)
    return found


def _with_hooks(entries: Mapping[str, EntryKind], names: Iterable[str]) -> dict[str, EntryKind]:
    found: dict[str, EntryKind] = dict.fromkeys(names, "hook")
    return dict(sorted((found | dict(entries)).items()))


def _prepare_views(engine: Engine, views: tuple[View, ...]) -> None:
    """A route gives the request and plain values."""
    for view in views:
        for handler in view.handlers:
            parameters = engine.definitions.functions[handler.function].facts.parameters
            in_class = engine.definitions.functions[handler.function].owner is not None
            names = [item.name for item in parameters if item.kind != "varargs" and item.kind != "varkw"]
            names = names[1:] if in_class else names
            if not names:
                continue
            plain = {} if not view.routes else {name: (Plain("str"),) for name in names[1:]}
            engine.parameters.fix(handler.function, {names[0]: (Request(),), **plain})


def _prepare_middleware(engine: Engine, entries: Mapping[str, EntryKind]) -> None:
    """Middleware is called with the request, and its hooks too, whatever they call it."""
    for name in (name for name, kind in entries.items() if kind == "middleware"):
        function = engine.definitions.functions[name]
        takes = [item.name for item in function.facts.parameters if item.kind in ("positional", "positional-only")]
        if function.owner is not None:
            takes = takes[1:] if function.facts.name in (*HOOKS, "__call__", "__acall__") else []
        else:
            maker = engine.definitions.functions.get(name.rpartition(".<locals>.")[0])
            takes = takes if maker is not None and _calls_what_it_is_given(function, maker) else []
        if takes:
            engine.parameters.fix(name, {takes[0]: (Request(),)})


def _calls_what_it_is_given(function: Function, maker: Function) -> bool:
    """Whether a function inside a maker of middleware hands on to what that is given."""
    ops, given = function.facts.ops, maker.facts.parameters[:1]
    return any(op.kind == "call" and ops[op.inputs[0]].name == item.name for op in ops for item in given)


def _prepare_templates(engine: Engine, entries: Mapping[str, EntryKind]) -> None:
    """Template tags get the context, or the parser and a token; context processors give a context."""
    engine.context_processors = frozenset(name for name, kind in entries.items() if kind == "context-processor")
    for name, kind in entries.items():
        if kind == "template-tag":
            engine.parameters.fix(name, templates.PARAMETERS)
            engine.parameters.presume(name, templates.rows(engine.models, engine.definitions.functions[name]))


def _prepare_receivers(engine: Engine, receivers: tuple[Receiver, ...]) -> None:
    """Signals of models hand an instance of the sender to their receivers."""
    for item in receivers:
        if item.signal.startswith(MODEL_SIGNALS) and item.sender in engine.models.all:
            function = engine.definitions.functions[item.function]
            engine.parameters.note(function, (), {"instance": (Instance(item.sender),)}, None)


def _pages_of_views(engine: Engine, views: tuple[View, ...]) -> tuple[str, ...]:
    """The functions that stand for the pages of class-based views with a route."""
    pages = (engine.pages.views.page(view.name) for view in views if view.routes and RENDERS in view.bases)
    return tuple(dict.fromkeys(page for page in pages if page is not None))


def _follow_all(engine: Engine, entries: Mapping[str, EntryKind]) -> None:
    """Follow what requests reach, also what is only handed on; then again what was called with more than was known at
    first. What else is followed later, when it is asked for, tells nothing of these."""
    reached = [
        name for name, kind in entries.items() if kind in REQUEST_ENTRIES and name in engine.definitions.functions
    ]
    for name in sorted(reached, key=lambda name: entries[name] != "middleware"):
        engine.flow(name)
    for _ in range(_ROUNDS):
        _follow_mentioned(engine)
        dirty, waiting = frozenset(engine.dirty), sorted(engine.dirty | engine.told)
        engine.dirty.clear()
        changed = set()
        for name in waiting:
            if name in engine.pages.functions:
                engine.pages.again(name)
            elif name not in engine.flows:
                engine.flow(name)
            elif (name in dirty or engine.has_news(name)) and engine.again(name):
                changed.add(name)
            engine.told.discard(name)
        callers = [name for name, flow in engine.flows.items() if any(call.callee in changed for call in flow.calls)]
        for name in sorted(callers):
            engine.again(name)
        if not engine.dirty | engine.told:
            break


def _follow_mentioned(engine: Engine) -> None:
    """Follow what is handed on by what was followed, and what that hands on."""
    while mentioned := _not_followed(engine):
        for name in mentioned:
            engine.flow(name)


def _not_followed(engine: Engine) -> list[str]:
    callees = dict.fromkeys(call.callee for flow in engine.flows.values() for call in flow.calls)
    return [name for name in callees if name not in engine.flows and name in engine.definitions.functions]
