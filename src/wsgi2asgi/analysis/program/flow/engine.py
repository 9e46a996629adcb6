"""Follows functions on demand, remembers what they give, and what they are called with."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.converters import Converters
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow import attributes, awaited, calls, forgetting, named, rendered
from wsgi2asgi.analysis.program.flow.classes import Classes
from wsgi2asgi.analysis.program.flow.control import Walker
from wsgi2asgi.analysis.program.flow.decorated import Decorations
from wsgi2asgi.analysis.program.flow.dispatches import Dispatches
from wsgi2asgi.analysis.program.flow.evaluate import evaluate
from wsgi2asgi.analysis.program.flow.forms import Forms
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.parameters import Parameters
from wsgi2asgi.analysis.program.flow.raised import Raised
from wsgi2asgi.analysis.program.flow.rebinding import Rebinding
from wsgi2asgi.analysis.program.flow.receivers import Receiver
from wsgi2asgi.analysis.program.flow.request_attributes import RequestAttributes
from wsgi2asgi.analysis.program.flow.revisits import Revisits
from wsgi2asgi.analysis.program.flow.state import Key, State
from wsgi2asgi.analysis.program.models import Models, looks_like_model
from wsgi2asgi.analysis.program.program import Flow
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    ClassRef,
    Container,
    Coroutine,
    External,
    FunctionRef,
    ModelClass,
    ModuleRef,
    Type,
    Types,
)
from wsgi2asgi.knowledge.known_calls import OwnCalls

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.templates.pages import Pages

#: Calls are followed so deep at once; what lies deeper is followed when its turn comes.
_DEPTH = 25
_BUILTINS: Mapping[str, Types] = {name: (External(f"builtins.{name}"),) for name in dir(builtins)}
_CONTEXT_MANAGERS = ("contextlib.contextmanager", "contextlib.asynccontextmanager")


class Engine(Classes):
    """One for a project. Answers what names, classes and calls give; ``flow(name)`` follows a function."""

    pages: Pages
    converters: Converters

    def __init__(
        self, definitions: Definitions, models: Models, receivers: tuple[Receiver, ...], own_calls: OwnCalls
    ) -> None:
        super().__init__(definitions, models)
        self.forms = Forms(self)
        self.parameters = Parameters(self)
        self.dispatches = Dispatches(definitions)
        self.decorations = Decorations(self)
        self.request_attributes = RequestAttributes()
        self.raised = Raised(self)
        self.rebinding = Rebinding(self)
        self.flows: dict[str, Flow] = {}
        self.finished: dict[str, State] = {}
        self.running: dict[str, State] = {}
        self.dirty: set[str] = set()  # to be followed again
        self.forgotten: set[forgetting.Forgotten] = set()  # by any function
        self.told: set[str] = set()  # called with more than was known: to be followed again where that is news
        self._revisits = Revisits()
        self._readers: dict[tuple[str, str], set[str]] = {}  # of the attributes that a method sets
        self.all_receivers = receivers
        self.own_calls = own_calls
        self.context_processors: frozenset[str] = frozenset()
        self.annotations: dict[tuple[str, str | None, str], Types] = {}  # by file, function around, and text
        self.with_user: frozenset[str] = frozenset()  # handlers of views that find request.user looked up
        self._dotted: dict[str, Types | None] = {}

    # -- functions ------------------------------------------------------------------------------------------

    def flow(self, name: str) -> Flow:
        """All that is known inside a function. Raises KeyError for a name that is no function."""
        found = self.flows.get(name)
        if found is None:
            if name in self.running:
                return Flow((), (), (), (), ())
            found = self._follow(self.definitions.functions[name])
        return found

    def again(self, name: str) -> bool:
        """Follow a function once more, with what is known by now of its parameters; whether its result changed."""
        before, attributes = self.flows.pop(name).returns, self.finished[name].attributes
        self.dirty.discard(name)
        self.told.discard(name)
        flow = self.flow(name)
        now = self.finished[name].attributes if name in self.finished else attributes
        if now != attributes:
            changed = (key for key in {*now, *attributes} if now.get(key) != attributes.get(key))
            outside = (self._readers.get((name, key), set()) for key in changed)
            self.dirty |= self._reading(name, {*now}).union(*outside)
        return flow.returns != before

    def has_news(self, name: str) -> bool:
        """Whether a function that was called with more than was known has to be followed again for it."""
        begins = self.parameters.environment(self.definitions.functions[name])
        return name in self.told and self._revisits.has_news(name, begins, self.flows[name])

    def _reading(self, name: str, attributes: set[str]) -> set[str]:
        """The other methods of a function's class that were followed before it was known what ``self`` holds."""
        owner = self.definitions.classes.get(self.definitions.functions[name].owner or "")
        methods = (method for method in (owner.methods.values() if owner else ()) if method != name)
        functions = self.definitions.functions
        return {item for item in methods if item in self.flows and attributes & functions[item].facts.mentions}

    def _follow(self, function: Function) -> Flow:
        begun = self.parameters.environment(function)
        state = State(self, function, dict(begun))
        awaited.begin(state)
        self.running[function.name] = state
        try:
            Walker(state, evaluate).run()
            rendered.note(state)
        finally:
            del self.running[function.name]
        self.finished[function.name] = state
        flow = Flow(
            types=tuple(state.types),
            names=named.Names(state),
            operations=tuple(state.recorded[index] for index in sorted(state.recorded)),
            calls=tuple(state.calls[key] for key in sorted(state.calls)),
            returns=self._given(function, state),
        )
        self.flows[function.name] = flow
        self._revisits.followed(function.name, begun, flow.returns)
        return flow

    def _given(self, function: Function, state: State) -> Types:
        """What a call of the function gives."""
        facts = function.facts
        if facts.kind in ("module", "class"):
            return ()
        if any(name in _CONTEXT_MANAGERS for name in function.decorators):
            return (Container("context manager", state.yields),)
        if facts.is_generator:
            if facts.is_async:
                return (Container("async generator", state.yields),)
            return (Container("generator", state.yields, source=function.name),)
        found = state.returns or UNKNOWN
        return (Coroutine(found),) if facts.is_async else found

    def call(
        self, name: str, positional: tuple[Types, ...], keywords: Mapping[str, Types], receiver: Type | None = None
    ) -> Types:
        """A project function is called with these types; what it gives. ``()`` where it is being followed already."""
        function = self.definitions.functions.get(name)
        if function is None:
            return UNKNOWN
        if self.parameters.note(function, positional, keywords, receiver) and name in self.flows:
            self.told.add(name)
        if name not in self.flows:
            if name in self.running:
                return ()
            if len(self.running) >= _DEPTH:
                self.dirty.add(name)
                return UNKNOWN
        returns = self.flow(name).returns
        if self.running:
            forgetting.after_call(next(reversed(self.running.values())), name)
        return returns

    def call_value(self, state: State, index: int, item: Type, given: Given) -> Types:
        """Call any value."""
        return calls.call(state, index, item, given)

    def make(self, state: State, index: int, cls: str) -> None:
        """Make an object of a class."""
        calls.made_by_own(state, index, cls)

    def read_attribute(self, state: State, index: int, item: Type, name: str) -> Types:
        """Read an attribute of any value."""
        return attributes.attribute(state, index, item, name)

    def load_user_arguments(self, state: State, given: Given) -> None:
        """Arguments that are ``request.user`` itself are loaded when a query is built with them."""
        calls.loads_user(state, given)

    # -- names ----------------------------------------------------------------------------------------------

    def variable(self, state: State, op: Op) -> Types:
        """What a name stands for where it is read."""
        if isinstance(op.value, int):
            return state.env.get((op.name, op.value)) or UNKNOWN
        found, facts = state.env.get(op.name), state.function.facts
        if found is not None:
            if not state.shape.defines:
                return found
            return self.rebinding.variable(self.names.files[state.function.path], facts.qualname, op.name, found)
        if op.name in facts.local and facts.kind in ("function", "lambda"):
            return UNKNOWN
        return self._enclosing(state.function, op.name)

    def _enclosing(self, function: Function, name: str) -> Types:
        facts = self.names.files[function.path]
        at = function.facts.parent
        while at:
            outer = facts.by_qualname[at]
            if outer.kind in ("function", "lambda") and name in outer.local:
                found = self._environment(f"{facts.module}.{at}").get(name)
                return found if found is not None else UNKNOWN
            at = outer.parent
        return self.global_types(facts.module, name)

    def state_of(self, name: str) -> State | None:
        """What is known of a function at its end (of one being followed: at this point); None where calls nest too
        deep to follow it now."""
        state = self.running.get(name) or self.finished.get(name)
        if state is None and len(self.running) < _DEPTH:
            self.flow(name)
            state = self.finished.get(name)
        return state

    def _environment(self, name: str) -> Mapping[Key, Types]:
        state = self.state_of(name)
        return state.env if state else {}

    def forgets(self, forgotten: Collection[forgetting.Forgotten]) -> None:
        """Rows have to fetch related objects anew: who has read rows from attributes knew less of it."""
        if not self.forgotten.issuperset(forgotten):
            self.forgotten.update(forgotten)
            self.dirty |= set().union(*self._readers.values()) & self.flows.keys()

    def _attribute_set_by(self, method: str, name: str) -> Types | None:
        reader = next(reversed(self.running), None)
        if reader is not None:
            self._readers.setdefault((method, name), set()).add(reader)
        state = self.state_of(method)
        return forgetting.remembered(self, state.attributes.get(name, ())) if state else None

    def global_types(self, module: str, name: str) -> Types:
        """What a name at the level of a module stands for."""
        target = self.names.scope(module).get(name)
        if target is None:
            return _BUILTINS.get(name, UNKNOWN)
        own = f"{module}.{name}"
        if target != own or own in self.definitions.functions or own in self.definitions.classes:
            return self.dotted(target)
        state = self.running.get(module)
        if state is not None:
            return state.env.get(name) or UNKNOWN
        return self._module_variable(module, name)

    def _module_variable(self, module: str, name: str) -> Types:
        facts = self.names.facts(module)  # a module below two source roots has two names
        found = self._environment(facts.module).get(name) if facts is not None else None
        if found is None or facts is None:
            return UNKNOWN
        return self.rebinding.variable(facts, "", name, found)

    def dotted(self, name: str) -> Types:
        """What a dotted name stands for."""
        if name not in self._dotted:
            self._dotted[name] = self._defined(self.names.canonical(name))
        found = self._dotted[name]
        return found if found is not None else self.global_types(*self.names.canonical(name).rpartition(".")[::2])

    def _defined(self, name: str) -> Types | None:
        """What a canonical name stands for whatever is known of values; None for a variable of a module."""
        if name in self.definitions.classes or name in self.models.all:
            return self.class_type(name)
        function = self.definitions.functions.get(name)
        if function is not None and function.facts.kind in ("function", "lambda"):
            return (FunctionRef(name),)
        if self.names.facts(name) is not None:
            return (ModuleRef(name),)
        module, _, last = name.rpartition(".")
        if self.names.facts(module) is not None:
            return None if last in self.names.scope(module) else UNKNOWN
        if self.is_known_class(name):
            return (ClassRef(name),)
        if looks_like_model(name):
            return (ModelClass(name),)
        return (External(name),)

    def imported(self, state: State, op: Op) -> Types:
        """What an import inside a function binds."""
        facts = self.names.files[state.function.path]
        target = self.names.local_imports(facts, state.function.facts.qualname).get(op.name)
        return self.dotted(target) if target else UNKNOWN
