"""The names of templates that code states as constants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wsgi2asgi.analysis.facts.values import Op


def names_of(ops: Sequence[Op], index: int, local: frozenset[str]) -> tuple[str, ...] | None:
    """The names that an operation may give: constants, lists of them, variables that hold them; None for others."""
    found = tuple(_names(ops, index, local, 4))
    return None if not found or "" in found else tuple(dict.fromkeys(found))


def constant_names(ops: Sequence[Op]) -> tuple[str, ...]:
    """The constants that a function returns, alone or in lists; empty where it may return something else."""
    found: list[str] = []
    for op in ops:
        if op.kind == "return" and op.inputs:
            names = names_of(ops, op.inputs[0], frozenset())
            if names is None:
                return ()
            found += names
    return tuple(found)


def _names(ops: Sequence[Op], index: int, local: frozenset[str], depth: int) -> Iterator[str]:
    op = ops[index]
    if op.kind == "const":
        yield op.value if isinstance(op.value, str) else ""
    elif op.kind in ("conditional", "collection", "boolean") and depth:
        for item in op.inputs:
            yield from _names(ops, item, local, depth - 1)
    elif op.kind == "name" and depth and op.name in local:
        stores = [other for other in ops if other.kind == "store" and other.name == op.name]
        for store in stores:
            for item in store.inputs:
                yield from _names(ops, item, local, depth - 1)
        if not stores:
            yield ""
    else:
        yield ""
