"""Walks a function's operations along its control flow, joining what is known where ways meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from wsgi2asgi.analysis.program.flow.awaited import HIDDEN
from wsgi2asgi.analysis.program.flow.narrowing import narrow
from wsgi2asgi.analysis.program.flow.state import Env, Key, State, joined

_State = TypeVar("_State", bound=State)
_LOOPS = ("loop", "while", "comprehension", "generator")
#: Loops are followed again while what is known still changes, at most so often.
_ROUNDS = 3


class Walker(Generic[_State]):
    """Evaluates every operation of a function in order with ``evaluate(state, index)``."""

    def __init__(self, state: _State, evaluate: Callable[[_State, int], None]) -> None:
        self.state = state
        self.evaluate = evaluate
        self.regions = state.function.facts.regions
        self.shape = state.shape
        self.last = self.shape.last

    def run(self) -> None:
        """Walk the whole body."""
        self._range(0, len(self.state.ops), 0)

    def _range(self, start: int, end: int, region: int) -> None:
        index = start
        state, evaluate, regions = self.state, self.evaluate, self.shape.regions
        while index < end:
            if regions[index] == region:
                evaluate(state, index)
                index += 1
            else:
                index = self._inner(index, region)

    def _child(self, index: int, region: int) -> int:
        """The region directly inside ``region`` in which an operation stands; -1 where it stands in none."""
        at = self.shape.regions[index]
        while at > 0 and self.regions[at].parent != region:
            at = self.regions[at].parent
        return at if at > 0 else -1

    def _inner(self, index: int, region: int) -> int:
        """Walk the region that begins here, with those that belong to it; the index behind them."""
        child = self._child(index, region)
        kind = self.regions[child].kind
        if kind == "if":
            return self._branches(index, region, ("if", "else"), exhaustive=True)
        if kind == "match_case":
            return self._branches(index, region, ("match_case",), exhaustive=False)
        if kind == "try":
            return self._try(index, region)
        end = self.last[child] + 1
        if kind in _LOOPS:
            self._loop(index, end, child)
        elif kind in ("with", "async_with", "assert", "body", "finally"):
            self._range(index, end, child)
        else:  # else without if, conditional, except, loop_else: it may or may not run
            before = self._copy()
            self._range(index, end, child)
            self.state.env = before if self.shape.leaves(child) else joined(before, self.state.env)
        return end

    def _branches(self, index: int, region: int, kinds: tuple[str, ...], *, exhaustive: bool) -> int:
        before, opener = self._copy(), self.regions[self._child(index, region)].op
        results: list[Env] = []
        seen: set[str] = set()
        while index < len(self.state.ops):
            child = self._child(index, region) if self.shape.regions[index] != region else -1
            if child < 0 or self.regions[child].kind not in kinds:
                break
            if exhaustive and self.regions[child].op != opener:
                break
            seen.add(self.regions[child].kind)
            self.state.env = dict(before)
            if self.regions[child].kind == "if":
                narrow(self.state, self.regions[child].op)
            self._range(index, self.last[child] + 1, child)
            if not self.shape.leaves(child):
                results.append(self.state.env)
            index = self.last[child] + 1
        if not exhaustive or seen != set(kinds):
            results.append(before)
        self.state.env = self._all(results, before)
        return index

    def _try(self, index: int, region: int) -> int:
        before = self._copy()
        child = self._child(index, region)
        self._range(index, self.last[child] + 1, child)
        index = self.last[child] + 1
        anywhere = joined(before, self.state.env)
        results = [] if self.shape.leaves(child) else [self.state.env]
        while index < len(self.state.ops) and self.shape.regions[index] != region:
            child = self._child(index, region)
            kind = self.regions[child].kind if child > 0 else ""
            if kind not in ("except", "try_else"):
                break
            if kind == "try_else" and results:
                self.state.env = results.pop(0)
            else:
                self.state.env = dict(anywhere)
            self._range(index, self.last[child] + 1, child)
            if not self.shape.leaves(child):
                results.append(self.state.env)
            index = self.last[child] + 1
        self.state.env = self._all(results, anywhere)
        return index

    def _loop(self, start: int, end: int, child: int) -> None:
        for _ in range(_ROUNDS):
            before = self._copy()
            self._range(start, end, child)
            self.state.env = joined(before, self.state.env)
            changed = {key for key, types in self.state.env.items() if before.get(key) != types}
            if not changed or not self._is_read(changed, start, child):
                break

    def _is_read(self, changed: set[Key], start: int, region: int) -> bool:
        """Whether what a loop has changed may be read when it is run through again."""
        if self.shape.defines or self.state.function.facts.kind != "function":
            return True
        reads = self.shape.reads(region, start)
        names = {key.partition(".")[0] for key in changed if isinstance(key, str)}
        return "locals" in reads or not names.isdisjoint((*reads, *HIDDEN, self.state.self_name))

    def _all(self, results: list[Env], otherwise: Env) -> Env:
        if not results:
            return otherwise
        result = results[0]
        for other in results[1:]:
            result = joined(result, other)
        return result

    def _copy(self) -> Env:
        return dict(self.state.env)
