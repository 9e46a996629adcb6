"""The read-only view of the whole project that rules and planning ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from wsgi2asgi.analysis.facts.values import FileFacts, Op, Suppression
from wsgi2asgi.analysis.program.async_methods import AsyncUse, async_uses
from wsgi2asgi.analysis.program.chain import Chain
from wsgi2asgi.analysis.program.entities import Class, Function, Model
from wsgi2asgi.analysis.program.flow.receivers import Receiver
from wsgi2asgi.analysis.program.handing_on import may_refer
from wsgi2asgi.analysis.program.mentions import Mentions
from wsgi2asgi.analysis.program.operations import CallSite, FunctionEffect, Operation
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.reach import Blocked, reached, running_here, running_now, way_to
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.analysis.program.types import UNKNOWN, Instance, Types
from wsgi2asgi.analysis.program.unawaited import Unawaited, unawaited
from wsgi2asgi.analysis.program.views import Route, View
from wsgi2asgi.model.findings import Site
from wsgi2asgi.model.places import Place, Skipped
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.source import decode_python

#: A line with its ending as Python counts lines (``str.splitlines`` also splits at form feeds and others).
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

EntryKind = Literal[
    "view", "middleware", "context-processor", "template-tag", "receiver", "consumer", "admin", "resolver", "hook",
    "command", "task", "test",
]  # fmt: skip
#: The entries that run while a request is answered.
REQUEST_ENTRIES = frozenset(
    {"view", "middleware", "context-processor", "template-tag", "receiver", "consumer", "admin", "resolver", "hook"}
)


@dataclass(frozen=True, slots=True)
class Flow:
    """What is known inside one function, operation by operation.

    ``types`` and ``names`` run parallel to ``facts.ops``; ``names`` has the dotted name an operation refers to.
    """

    types: tuple[Types, ...]
    names: Sequence[str | None]
    operations: tuple[Operation, ...]
    calls: tuple[CallSite, ...]
    returns: Types


@dataclass(frozen=True)
class Linked:
    """The tables behind a Program, made by ``analysis.program.link``. Mappings may compute on demand."""

    files: Mapping[str, FileFacts]
    mentions: Mentions
    skipped: tuple[Skipped, ...]
    modules: Mapping[str, str]  # dotted module -> path; a file may have several names
    functions: Mapping[str, Function]
    classes: Mapping[str, Class]
    models: Mapping[str, Model]
    settings: Settings
    routes: tuple[Route, ...]
    views: tuple[View, ...]
    middleware: Chain
    entries: Mapping[str, EntryKind]
    flows: Mapping[str, Flow]
    effects: Mapping[str, tuple[FunctionEffect, ...]]
    on_loop: Mapping[str, str]
    sites: Callable[[], tuple[Site, ...]]
    canonical: Callable[[str], str]
    references: Callable[[str], tuple[CallSite, ...]]
    other_settings: Mapping[str, Settings] = field(default_factory=dict)
    other_middleware: tuple[Chain, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    user_model: str = "django.contrib.auth.models.User"


class Program:
    """The project as Django would see it. Nothing here changes; same project, same answers, in a stable order.

    Names are dotted: ``shop.views.detail``, ``shop.views.BookList.get``, ``shop.views.f.<locals>.g``; a module body
    is a function named as the module. Names of Django are those of the place of definition: ask with either,
    ``canonical("django.views.View")`` is ``django.views.generic.base.View``.
    """

    def __init__(self, project: Project, linked: Linked) -> None:
        self.project = project
        self._linked = linked
        self.files = linked.files
        self.skipped = linked.skipped
        self.modules = linked.modules
        self.functions = linked.functions
        self.classes = linked.classes
        self.models = linked.models
        self.settings = linked.settings
        self.other_settings = linked.other_settings  # by path: modules for other places, production beside local
        self.routes = linked.routes
        self.views = linked.views
        self.middleware = linked.middleware
        self.other_middleware = linked.other_middleware  # of the modules for other places that give MIDDLEWARE
        self.entries = linked.entries
        self.receivers = linked.receivers
        self.user_model = linked.user_model  # the model of AUTH_USER_MODEL, Django's where that cannot be seen
        self._lines: dict[str, list[str]] = {}
        self._functions_in: dict[str, tuple[Function, ...]] = {}

    @property
    def all_settings(self) -> tuple[Settings, ...]:
        """The settings, then those of modules for other places."""
        return (self.settings, *self.other_settings.values())

    # -- finding things -------------------------------------------------------------------------------------

    def function(self, name: str) -> Function | None:
        """The function of a dotted name, following re-exports of the project."""
        return self.functions.get(name) or self.functions.get(self.canonical(name))

    def class_(self, name: str) -> Class | None:
        """The project's class of a dotted name, following re-exports."""
        return self.classes.get(name) or self.classes.get(self.canonical(name))

    def model(self, name: str) -> Model | None:
        """The model of a dotted name; Django's contrib models are known too."""
        return self.models.get(name) or self.models.get(self.canonical(name))

    def view(self, name: str) -> View | None:
        """The view of that dotted name."""
        return self._views_by_name.get(name)

    @cached_property
    def _views_by_name(self) -> Mapping[str, View]:
        return {view.name: view for view in reversed(self.views)}

    def views_of(self, function: str) -> Sequence[View]:
        """The views whose requests a function answers, in order."""
        return self._views_by_handler.get(function, ())

    @cached_property
    def _views_by_handler(self) -> Mapping[str, Sequence[View]]:
        found: dict[str, list[View]] = {}
        for view in self.views:
            for function in {handler.function for handler in view.handlers}:
                found.setdefault(function, []).append(view)
        return found

    def canonical(self, name: str) -> str:
        """The dotted name of the place of definition, for re-exports of the project and of Django."""
        return self._linked.canonical(name)

    def lineage(self, cls: str) -> tuple[str, ...]:
        """The MRO of a class by dotted names, itself first; just itself where it is not known."""
        found = self.class_(cls)
        return found.lineage if found else (self.canonical(cls),)

    def heirs(self, cls: str) -> Sequence[Class]:
        """The project's classes that derive from a class, in order of files."""
        return self._heirs.get(cls, ())

    @cached_property
    def _heirs(self) -> Mapping[str, Sequence[Class]]:
        found: dict[str, list[Class]] = {}
        for heir in self.classes.values():
            for base in heir.lineage[1:]:
                found.setdefault(base, []).append(heir)
        return found

    def find_method(self, cls: str, method: str) -> Function | None:
        """The project's function that an instance of ``cls`` runs for ``method``, by MRO; None where the first class
        that has it lies outside the project or no class has it."""
        for name in self.lineage(cls):
            found = self.classes.get(name)
            if found is not None and method in found.methods:
                return self.functions.get(found.methods[method])
        return None

    def functions_in(self, path: str) -> tuple[Function, ...]:
        """The functions of a file in order of appearance; class bodies and the module body included."""
        known = self._functions_in.get(path)
        if known is None:
            known = self._functions_in[path] = tuple(self._listed(path))
        return known

    def _listed(self, path: str) -> Iterator[Function]:
        facts = self.files.get(path)
        if facts is None:
            return
        names = (f"{facts.module}.{item.qualname}" if item.qualname else facts.module for item in facts.functions)
        yield from (self.functions[name] for name in names if name in self.functions)

    def source_functions(self, *mentions: str) -> Iterator[Function]:
        """The functions outside tests and migrations, in order of files; only those that read one of the names, where
        names are given."""
        wanted = frozenset(mentions)
        for path, facts in self.files.items():
            if facts.role == "source" and (not wanted or wanted & facts.mentions):
                for function in self.functions_in(path):
                    if not wanted or function.facts.reads_any(wanted):
                        yield function

    def suppressions(self, path: str) -> tuple[Suppression, ...]:
        """The ``# wsgi2asgi: ignore[...]`` comments of a file."""
        facts = self.files.get(path)
        return facts.suppressions if facts else ()

    # -- inside a function ----------------------------------------------------------------------------------

    def flow(self, function: str) -> Flow:
        """All that is known inside a function. Raises KeyError for a name that is no function."""
        return self._linked.flows[function]

    def ops(self, function: str) -> tuple[Op, ...]:
        """The function's operations. Raises KeyError for a name that is no function."""
        return self.functions[function].facts.ops

    def resolve(self, function: str, op: int) -> str | None:
        """The dotted name that an operation's value refers to (``time.sleep``, ``shop.models.Book``), if known."""
        return self.flow(function).names[op]

    def type_of(self, function: str, op: int) -> Types:
        """What an operation's value may be; ``(Unknown(),)`` where nothing is known."""
        return self.flow(function).types[op] or UNKNOWN

    def operations(self, function: str) -> tuple[Operation, ...]:
        """The operations that matter, in evaluation order: effects, project calls and unknown calls."""
        return self.flow(function).operations

    def place(self, function: str, op: int) -> Place:
        """Where an operation stands."""
        found = self.functions[function]
        return place_of(found.path, found.facts.ops[op].span)

    def text(self, function: str, op: int) -> str:
        """The source text of an operation, on one line as far as it goes (whitespace joined)."""
        place = self.place(function, op)
        return " ".join(self.source_of(place).split())

    def source(self, path: str) -> str:
        """The decoded text of a Python file. Raises OSError or model.source.Undecodable."""
        return decode_python(self.project.tree.read(path)).text

    def source_of(self, place: Place) -> str:
        """The text between the two ends of a place."""
        lines = self._lines_of(place.path)[place.line - 1 : place.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: place.end_column - 1]
        lines[0] = lines[0][place.column - 1 :]
        return "".join(lines)

    def _lines_of(self, path: str) -> list[str]:
        known = self._lines.get(path)
        if known is None:
            known = self._lines[path] = _LINE.findall(self.source(path))
        return known

    def hangs_on_given_row(self, function: str, op: int) -> bool:
        """Whether an operation's value is reached, by attributes and methods, from a row that the function is given:
        ``self`` of a model, an annotated parameter. Which of its relations are loaded is up to whoever fetched it."""
        facts = self.functions[function].facts
        while facts.ops[op].kind in ("attr", "call", "subscript"):
            op = facts.ops[op].inputs[0]
        if not any(isinstance(item, Instance) for item in self.type_of(function, op)):
            return False
        is_method = self.functions[function].owner is not None
        return any(
            parameter.name == facts.ops[op].name
            for position, parameter in enumerate(facts.parameters)
            if parameter.annotation or (is_method and position == 0)
        )

    # -- between functions ----------------------------------------------------------------------------------

    def calls(self, function: str) -> tuple[CallSite, ...]:
        """The project functions that a function calls or mentions."""
        return self.flow(function).calls

    def references(self, name: str) -> tuple[CallSite, ...]:
        """Every place in the project (tests included) that calls or mentions the function or class ``name``.

        Imports are not listed; mentions through strings or dynamic look-up cannot be seen.
        """
        return self._linked.references(self.canonical(name))

    def uses_of(self, dotted: str) -> Iterator[tuple[Function, int]]:
        """Every operation in the project whose value is the external name ``dotted`` (``threading.local``), in order
        of files. Of ``a.b.c`` it is the operation that reads ``c``."""
        wanted = self.canonical(dotted)
        last, asked = wanted.rsplit(".", 1)[-1], dotted.rsplit(".", 1)[-1]
        for facts in self._linked.mentions.of(last, asked):
            for function in may_refer(facts, self.functions_in(facts.path), frozenset({last, asked})):
                for index, found in enumerate(self.flow(function.name).names):
                    if found == wanted and function.facts.ops[index].kind in ("name", "attr"):
                        yield function, index

    def calls_of(self, *dotted: str) -> Iterator[tuple[Function, int, Op]]:
        """Every call of one of these external names: the function it stands in, its index and itself."""
        for name in dotted:
            for function, used in self.uses_of(name):
                for index, op in enumerate(function.facts.ops):
                    if op.kind == "call" and op.inputs[0] == used:
                        yield function, index, op

    @cached_property
    def unawaited(self) -> tuple[Unawaited, ...]:
        """Calls of coroutine functions outside tests that nobody awaits: dropped, or taken for the result."""
        return tuple(unawaited(self))

    @cached_property
    def async_uses(self) -> tuple[AsyncUse, ...]:
        """Uses of Django's async methods, and of methods that look like one, outside tests."""
        return tuple(async_uses(self))

    def effects_of(self, function: str) -> tuple[FunctionEffect, ...]:
        """Each effect the function has, itself or through calls, with one shortest evidence path.

        Effects of operations that do not run now (``later``) are left out.
        """
        return self._linked.effects.get(function, ())

    def rendered(self, function: str, op: int) -> tuple[FunctionEffect, ...]:
        """The effects of the templates that an operation renders, each with the way to the line of a template, tag or
        context processor that has it."""
        pages = (call.callee for call in self.calls(function) if call.op == op and call.callee not in self.functions)
        return tuple(effect for page in pages for effect in self.effects_of(page))

    def sites(self) -> tuple[Site, ...]:
        """Every operation with an effect that a request can reach: from views, middleware, context processors,
        template tags and signal receivers, and through the helpers they call. In order of place."""
        return self._linked.sites()

    # -- the event loop -------------------------------------------------------------------------------------

    def on_loop(self, function: str) -> str | None:
        """Why a function runs on the event loop ("async view", "awaited from shop.views.detail" ...), None if not."""
        return self._linked.on_loop.get(function)

    def blocking_on_loop(self, *wanted: str) -> Iterator[Blocked]:
        """Operations of these kinds or effects that run on the event loop, in order of functions; also those of sync
        helpers that async code calls, with the way there."""
        chosen = frozenset(wanted)
        starts = [name for name in self._linked.on_loop if self.functions[name].is_async]
        ways = reached(starts, lambda name: running_here(self.operations(name), self.calls(name)))
        for name, why in sorted(self._linked.on_loop.items()):
            for operation in self.operations(name):
                if operation.where == "here" and (operation.kind in chosen or chosen.intersection(operation.effects)):
                    yield Blocked(name, why, operation, way_to(name, ways))

    def reached_by_requests(self) -> frozenset[str]:
        """The functions that a request may run: views, middleware, context processors, template tags, signal
        receivers, consumers, and what they call."""
        return self._reached_by_requests

    @cached_property
    def _reached_by_requests(self) -> frozenset[str]:
        starts = [name for name, kind in self.entries.items() if kind in REQUEST_ENTRIES]
        return frozenset(reached(starts, self.calls)) & self.functions.keys()

    def run_by_requests(self) -> frozenset[str]:
        """The functions that run while a request is answered: what it reaches, without what it leaves to a task queue
        or to a thread that nobody waits for."""
        return self._run_by_requests

    @cached_property
    def _run_by_requests(self) -> frozenset[str]:
        starts = [name for name, kind in self.entries.items() if kind in REQUEST_ENTRIES]
        now = reached(starts, lambda name: running_now(self.operations(name), self.calls(name)))
        return frozenset(now) & self.functions.keys()

    def hops(self, *, view_is_async: bool, rendered: bool = False) -> int:
        """Thread hops a request takes through the project's middleware to such a view, before the view's own.

        ``rendered``: Django renders the response after the view has returned it.
        """
        return self.middleware.hops(view_is_async=view_is_async, rendered=rendered)
