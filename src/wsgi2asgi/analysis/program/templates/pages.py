"""The pages that views render, followed piece by piece: each once for what it is given of the variables it reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.facts.templates.values import TemplateFacts
from wsgi2asgi.analysis.facts.values import FunctionFacts
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow import awaited, keyed
from wsgi2asgi.analysis.program.flow.control import Walker
from wsgi2asgi.analysis.program.flow.state import Env, Key
from wsgi2asgi.analysis.program.operations import CallSite, Operation
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Flow
from wsgi2asgi.analysis.program.templates.class_views import ClassViews
from wsgi2asgi.analysis.program.templates.contexts import Processors
from wsgi2asgi.analysis.program.templates.evaluate import evaluate
from wsgi2asgi.analysis.program.templates.files import TemplateFiles
from wsgi2asgi.analysis.program.templates.libraries import Libraries
from wsgi2asgi.analysis.program.templates.page import Page
from wsgi2asgi.analysis.program.templates.reads import Reads
from wsgi2asgi.analysis.program.templates.state import PieceState

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

#: Templates that extend or include one another deeper than this are not followed.
_DEPTH = 40
_ALWAYS: frozenset[Key] = frozenset({keyed.OTHERS, *awaited.HIDDEN})


class Pages:
    """``functions`` are the pieces that were followed, as if they were functions of the project; ``flows`` what they
    do. Their names begin with ``template``."""

    def __init__(self, engine: Engine, files: TemplateFiles, processors: Processors) -> None:
        self.functions: dict[str, Function] = {}
        self.flows: dict[str, Flow] = {}
        self.processors = processors
        self.views = ClassViews(engine)
        self._engine = engine
        self._files = files
        self._libraries = Libraries(engine.definitions)
        self._pages: dict[str, Page | None] = {}
        self._reads = Reads(self.page)
        self._known: dict[object, str] = {}
        self._begins: dict[str, Callable[[], PieceState]] = {}
        self._running = 0

    def flow(self, name: str) -> Flow | None:
        """What a piece or a page does; None for a name that is neither."""
        found = self.flows.get(name)
        if found is None:
            found = self.views.flow(name)
            if found is not None:
                self.flows[name] = found
        return found

    def page(self, name: str) -> Page | None:
        """The page of a template's name; None where it cannot be read."""
        if name not in self._pages:
            self._pages[name] = self._page(name)
        return self._pages[name]

    def _page(self, name: str) -> Page | None:
        chain: list[TemplateFacts] = []
        parent = name
        while parent and len(chain) < _DEPTH:
            found = self._files.find(parent)
            if found is None or found in chain:
                break
            chain.append(found)
            parent = found.parent or ""
        if not chain:
            return None
        loaded = tuple(dict.fromkeys(library for facts in chain for library in facts.libraries))
        return Page(tuple(chain), chain[-1].parent == "", self._libraries.names(loaded))

    def whole(self, page: Page, given: Env, processors: tuple[str, ...]) -> str:
        """A page as a view renders it, after the project's context processors; the name of the function that stands
        for all of it."""
        pieces = [self.rendered(page, given)]
        if not page.is_whole:  # blocks that only the template outside renders
            defined = dict.fromkeys(block for facts in page.chain for block in facts.blocks)
            found = [page.definition(block) for block in defined]
            pieces += [self.piece(page, *item, given) for item in found if item is not None]
        names = tuple(dict.fromkeys(name for name in (*processors, *pieces) if name is not None))
        if len(names) == 1 and page.is_whole:
            return names[0]
        identity = (page, names)
        if identity not in self._known:
            self._known[identity] = self._together(page, names)
        return self._known[identity]

    def _together(self, page: Page, names: tuple[str, ...]) -> str:
        path = page.chain[0].path
        function = self._function(path, page.chain[0].body, f"page {path}")
        calls = tuple(CallSite(function.name, name, at, function.place, True) for at, name in enumerate(names))
        unseen = Operation(0, "unknown-call", (), "possible", f"extends {page.chain[-1].parent}", function.place)
        self.flows[function.name] = Flow((), (), () if page.is_whole else (unseen,), calls, ())
        return function.name

    def rendered(self, page: Page, given: Env) -> str | None:
        """The piece where rendering of a page begins, followed with these variables."""
        return self.piece(page, *page.outermost, given)

    def piece(self, page: Page, depth: int, facts: FunctionFacts, given: Env) -> str | None:
        """The name of a piece followed with these variables; None where templates nest too deep."""
        reads, parts = self._reads.of(page, depth, facts)
        wanted = {key: types for key, types in given.items() if key in reads or key in _ALWAYS}
        path = page.chain[depth].path
        identity = (path, facts.qualname, parts, frozenset(wanted.items()))
        known = self._known.get(identity)
        if known is not None:
            return known
        if self._running >= _DEPTH:
            return None
        label = f"template {path}, block {facts.qualname}" if facts.qualname else f"template {path}"
        function = self._function(path, facts, label)
        self._known[identity] = function.name
        self._begins[function.name] = partial(self._begin, page, depth, function, wanted)
        self._follow(self._begins[function.name]())
        return function.name

    def again(self, name: str) -> None:
        """Follow a piece once more, with what is known by now of what it reads from the request."""
        self._follow(self._begins[name]())

    def _begin(self, page: Page, depth: int, function: Function, given: Env) -> PieceState:
        state = PieceState(self._engine, function, {}, page=page, depth=depth)
        awaited.begin(state)
        state.env |= given
        return state

    def _function(self, path: str, facts: FunctionFacts, label: str) -> Function:
        name, count = label, 1
        while name in self.functions:
            count += 1
            name = f"{label} #{count}"
        function = Function(name, path, "", facts, place_of(path, facts.header))
        self.functions[name] = function
        self.flows[name] = Flow((), (), (), (), ())
        return function

    def _follow(self, state: PieceState) -> None:
        self._running += 1
        try:
            Walker(state, evaluate).run()
        finally:
            self._running -= 1
        operations = tuple(state.recorded[index] for index in sorted(state.recorded))
        calls = tuple(state.calls[key] for key in sorted(state.calls))
        self.flows[state.function.name] = Flow((), (), operations, calls, ())
