"""Variables and attributes that other functions bind anew while one is running."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.facts.values import FileFacts, FunctionFacts
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow.state import State, capped
from wsgi2asgi.analysis.program.types import Types, join

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

#: A variable, and the qualname of the function (of the module: "") whose it is.
_Variable = tuple[str, str]


class Rebinding:
    """``nonlocal x``, ``global x``, and ``self.x`` set by a method that is called."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._by_file: dict[str, Mapping[_Variable, tuple[str, ...]]] = {}
        self._families: dict[str, tuple[str, ...]] = {}
        self._calls: dict[tuple[str, str], frozenset[str]] = {}

    def variable(self, facts: FileFacts, owner: str, name: str, found: Types) -> Types:
        """What a variable may hold that was last known to hold ``found``."""
        if facts.path not in self._by_file:
            self._by_file[facts.path] = _rebinders(facts)
        states = map(self._engine.state_of, self._by_file[facts.path].get((owner, name), ()))
        others = [state.env[name] for state in states if state is not None and name in state.env]
        return capped(join(found, *others)) if others else found

    def after_call(self, state: State, callee: Function) -> None:
        """A method was called: what it binds on ``self`` is no longer only what this function has bound."""
        prefix = f"{state.self_name}."
        keys = [key for key in state.env if isinstance(key, str) and key.startswith(prefix)]
        owner = state.function.owner
        if not keys or owner is None:
            return
        classes, reached = self._classes(owner), self._reached(owner, callee)
        for key in keys:
            stored = self._engine.stored(classes, key.removeprefix(prefix), reached)
            if stored is not None:
                state.env[key] = capped(join(state.env[key], stored))

    def _classes(self, owner: str) -> tuple[str, ...]:
        """A class, those above it, those below it and what stands above these: whose methods ``self`` may have."""
        found = self._families.get(owner)
        if found is None:
            definitions = self._engine.definitions
            lineages = (definitions.lineages.of(name) for name in (owner, *self._engine.heirs.of(owner)))
            every = (name for lineage in lineages for name in lineage if name in definitions.classes)
            found = self._families[owner] = tuple(dict.fromkeys(every))
        return found

    def _reached(self, owner: str, callee: Function) -> frozenset[str]:
        """The methods that a method of such a class may call, itself among them."""
        known = self._calls.get((owner, callee.name))
        if known is not None:
            return known
        definitions = self._engine.definitions
        found, waiting = {callee.name}, [callee]
        while waiting:
            mentions = waiting.pop().facts.mentions
            for methods in (definitions.classes[name].methods for name in self._classes(owner)):
                for dotted in (methods[name] for name in mentions & methods.keys()):
                    if dotted not in found and dotted in definitions.functions:
                        found.add(dotted)
                        waiting.append(definitions.functions[dotted])
        self._calls[owner, callee.name] = reached = frozenset(found)
        return reached


def _rebinders(facts: FileFacts) -> Mapping[_Variable, tuple[str, ...]]:
    found: dict[_Variable, tuple[str, ...]] = {}
    for function in facts.functions:
        for name in sorted(function.free):
            for owner in _owners(facts, function, name):
                found[owner, name] = (*found.get((owner, name), ()), f"{facts.module}.{function.qualname}")
    return found


def _owners(facts: FileFacts, function: FunctionFacts, name: str) -> Iterator[str]:
    """Whose variable it may be: that of the nearest function around (``nonlocal``), or the module's (``global``)."""
    at = function.parent
    while at:
        outer = facts.by_qualname[at]
        if outer.kind == "function" and name in outer.local:
            yield at
            break
        at = outer.parent
    yield ""
