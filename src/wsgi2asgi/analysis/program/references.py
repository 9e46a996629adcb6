"""Where a function or class is called or mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.operations import CallSite
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Flow

_Sites = Mapping[str, tuple[CallSite, ...]]


class References:
    """Answers by the last part of a name: every function that mentions it is looked through once."""

    def __init__(
        self,
        names: Names,
        functions: Mapping[str, Function],
        flows: Mapping[str, Flow],
        glimpse: Callable[[str, int], str | None],
    ) -> None:
        self._files = names.files
        self._mentions = names.mentions
        self._functions = functions
        self._flows = flows
        self._glimpse = glimpse
        self._known: dict[str, _Sites] = {}

    def to(self, name: str) -> tuple[CallSite, ...]:
        """Every call or mention of a canonical name, in order of files and places."""
        last = name.rsplit(".", 1)[-1]
        known = self._known.get(last)
        if known is None:
            known = self._known[last] = self._ending_in(last)
        return known.get(name, ())

    def _ending_in(self, last: str) -> _Sites:
        """The references to all names that end so."""
        found: defaultdict[str, list[CallSite]] = defaultdict(list)
        candidates = dict.fromkeys((*self._mentioning(last), *self._renaming.get(last, ())))
        for function in sorted(candidates, key=self._order.__getitem__):
            if not self._may_name(function, last):
                continue
            for name, site in self._in_function(function, last):
                found[name].append(site)
        return {name: tuple(sites) for name, sites in found.items()}

    def _may_name(self, dotted: str, last: str) -> bool:
        """Whether it reads the word, or a name that its file has for it, and at a glimpse that may be the one that is
        meant: following a function takes much longer."""
        function = self._functions[dotted]
        imports = self._files[function.path].imports
        words = {last, *(item.bound for item in imports if item.name == last)}
        return any(
            op.name in words and op.kind in ("name", "attr") and self._may_be(dotted, index, last)
            for index, op in enumerate(function.facts.ops)
        )

    def _may_be(self, dotted: str, op: int, last: str) -> bool:
        seen = self._glimpse(dotted, op)
        return seen is None or seen.rsplit(".", 1)[-1] == last

    def _in_function(self, dotted: str, last: str) -> Iterator[tuple[str, CallSite]]:
        function = self._functions[dotted]
        ops = function.facts.ops
        named = [
            (index, name)
            for index, name in enumerate(self._flows[dotted].names)
            if name is not None and ops[index].kind in ("name", "attr") and name.rsplit(".", 1)[-1] == last
        ]
        if not named:
            return
        called = {op.inputs[0]: index for index, op in enumerate(ops) if op.kind == "call"}
        awaited = {op.inputs[0] for op in ops if op.kind == "await"}
        for index, name in named:
            at = called.get(index, index)
            place = place_of(function.path, ops[at].span)
            yield name, CallSite(dotted, name, at, place, index in called, at in awaited)

    @cached_property
    def _order(self) -> Mapping[str, int]:
        """The functions in order of files and of appearance."""
        names = (
            f"{facts.module}.{item.qualname}" if item.qualname else facts.module
            for facts in self._files.values()
            for item in facts.functions
        )
        return {name: position for position, name in enumerate(names)}

    def _mentioning(self, word: str) -> Iterator[str]:
        """The functions that read this identifier."""
        words = frozenset({word})
        for facts in self._mentions.of(word):
            for item in facts.functions:
                name = f"{facts.module}.{item.qualname}" if item.qualname else facts.module
                if item.reads_any(words) and name in self._functions:
                    yield name

    @cached_property
    def _renaming(self) -> Mapping[str, list[str]]:
        """The functions of files that import a name under another one, by that name."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for facts in self._files.values():
            for original in {item.name for item in facts.imports if item.name and item.bound != item.name}:
                names = (
                    f"{facts.module}.{item.qualname}" if item.qualname else facts.module for item in facts.functions
                )
                found[original] += [name for name in names if name in self._functions]
        return found
