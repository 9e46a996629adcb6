"""Where a function or class is called or mentioned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wsgi2asgi.analysis.facts.values import FileFacts
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import CallSite
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Flow


class References:
    """Looks in the files that mention the last part of a name, under that name or another."""

    def __init__(
        self, files: Mapping[str, FileFacts], functions: Mapping[str, Function], flows: Mapping[str, Flow]
    ) -> None:
        self._files = files
        self._functions = functions
        self._flows = flows

    def to(self, name: str) -> tuple[CallSite, ...]:
        """Every call or mention of a canonical name, in order of files and places."""
        last = name.rsplit(".", 1)[-1]
        found: list[CallSite] = []
        for facts in self._files.values():
            if last not in facts.mentions and not facts.renames(last):
                continue
            for function in facts.functions:
                found += self._in_function(facts, function.qualname, name)
        return tuple(found)

    def _in_function(self, facts: FileFacts, qualname: str, name: str) -> Iterator[CallSite]:
        dotted = f"{facts.module}.{qualname}" if qualname else facts.module
        function = self._functions.get(dotted)
        if function is None:
            return
        last = name.rsplit(".", 1)[-1]
        if last not in function.facts.mentions and not facts.renames(last):
            return
        names = self._flows[dotted].names
        ops = function.facts.ops
        called = {op.inputs[0]: index for index, op in enumerate(ops) if op.kind == "call"}
        awaited = {op.inputs[0] for op in ops if op.kind == "await"}
        for index, found in enumerate(names):
            if found == name and ops[index].kind in ("name", "attr"):
                at = called.get(index, index)
                place = place_of(facts.path, ops[at].span)
                yield CallSite(dotted, name, at, place, index in called, at in awaited)
