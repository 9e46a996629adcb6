"""Which values inside a function depend on what it is given: on the request, in the code that handles one."""

from __future__ import annotations

from collections.abc import Iterable

from wsgi2asgi.analysis.facts.values import FunctionFacts


def depending(facts: FunctionFacts, sources: Iterable[str], also: Iterable[int] = ()) -> frozenset[int]:
    """The operations whose value is made of one of the variables ``sources`` or of the operations ``also``, or that run
    only under a condition, in a loop or a block that is."""
    names, found = set(sources), set(also)
    for _ in range(2):  # the second time for what a loop carries over
        for index, op in enumerate(facts.ops):
            under = any(region.op in found for region in facts.region_chain(index))
            if under or (op.kind == "name" and op.name in names) or any(item in found for item in op.inputs):
                found.add(index)
            if op.kind == "store" and index in found:
                names.add(op.name)
    return frozenset(found)


def parameters_of(facts: FunctionFacts, *, is_method: bool) -> tuple[str, ...]:
    """What a function is given, without ``self``."""
    names = tuple(parameter.name for parameter in facts.parameters)
    return names[1:] if is_method else names
