"""Where StopIteration may leave a function: a future cannot hold it, so whoever awaits that function's thread waits
for ever.

Out of a generator it comes as RuntimeError. https://peps.python.org/pep-0479/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import FunctionFacts, Region
from wsgi2asgi.analysis.program.access import HOOKS, before_view
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.planning.conversion.access_tests import access_tests

_CATCHES = ("StopIteration", "Exception", "BaseException")


class StopIterations:
    """Answers for all functions of a program; remembers its answers."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._known: dict[str, Place | None] = {}

    def leaving(self, name: str) -> Place | None:
        """What raises a StopIteration that may leave the function: ``next()`` without a default, in it or in what it
        calls."""
        if name not in self._known:
            self._known[name] = None
            self._known[name] = self._look(self._program.function(name))
        return self._known[name]

    def _look(self, function: Function | None) -> Place | None:
        if function is None or function.is_async or function.facts.is_generator:
            return None
        for index in range(len(function.facts.ops)):
            if _raises(function.facts, index) and not _is_held(function.facts, index):
                return self._program.place(function.name, index)
        inner = (place for index, place in self.calls(function) if not _is_held(function.facts, index))
        return next(inner, None)

    def calls(self, function: Function) -> Iterator[tuple[int, Place]]:
        """The operations of a function that run one which StopIteration may leave, and what raises it."""
        sites = self._program.calls(function.name)
        called = [(site.op, site.callee) for site in sites if site.called and not site.makes_generator]
        called += [(item.op, callee) for item in self._program.operations(function.name) for callee in item.callees]
        for index, callee in dict.fromkeys(called):
            place = self.leaving(callee)
            if place is not None:
                yield index, place

    def objections(self, view: View) -> Iterator[Reason]:
        """Checks of access that a thread runs before the view once that is async."""
        hooks = ("dispatch", *HOOKS)
        names = [name for owner in before_view((view.name, *view.bases)) for name in self._methods(owner, hooks)]
        for name in (*names, *access_tests(view, self._program)):
            place = self.leaving(name)
            if place is not None:
                short = name.rpartition(".")[2].partition("@")[0]
                yield Reason(
                    f"{short} checks access in a thread, which StopIteration of its next() cannot leave: the request"
                    " hangs (as that of a sync view does under ASGI); give next() a default",
                    place,
                )

    def _methods(self, owner: str, wanted: tuple[str, ...]) -> Iterator[str]:
        cls = self._program.class_(owner)
        yield from (cls.methods[name] for name in wanted if name in cls.methods) if cls is not None else ()


def _raises(facts: FunctionFacts, index: int) -> bool:
    op = facts.ops[index]
    if op.kind == "call":
        callee = facts.ops[op.inputs[0]]
        is_next = callee.kind == "name" and callee.name == "next" and len(op.inputs) == 2
        return is_next or (callee.kind == "attr" and callee.name == "__next__")
    return op.kind == "raise" and bool(op.inputs) and "StopIteration" in _classes(facts, op.inputs[0])


def _classes(facts: FunctionFacts, value: int) -> frozenset[str]:
    """The names of the exception classes that are raised or caught: a name, an instance made of it, or a tuple."""
    op = facts.ops[value]
    if op.kind in ("name", "attr"):
        return frozenset({op.name})
    if op.kind == "call":
        return _classes(facts, op.inputs[0])
    parts = op.inputs if op.kind == "collection" and op.name == "tuple" else ()
    return frozenset().union(*(_classes(facts, part) for part in parts))


def _is_held(facts: FunctionFacts, index: int) -> bool:
    """Whether StopIteration is caught around an operation, or turned into RuntimeError by a generator."""
    return any(
        region.kind == "generator" or (region.kind == "try" and _is_caught(facts, region))
        for region in facts.region_chain(index)
    )


def _is_caught(facts: FunctionFacts, region: Region) -> bool:
    for at in _handlers(facts, region):
        types = facts.ops[facts.regions[at].op].inputs
        again = any(op.kind == "raise" and not op.inputs and op.region == at for op in facts.ops)
        if not types or not _classes(facts, types[0]).isdisjoint(_CATCHES):
            return not again
    return False


def _handlers(facts: FunctionFacts, region: Region) -> Iterator[int]:
    """The regions of the ``except`` clauses of a ``try``."""
    for at in range(facts.regions.index(region) + 1, len(facts.regions)):
        other = facts.regions[at]
        if other.parent == region.parent:
            if other.kind != "except":
                return
            yield at
