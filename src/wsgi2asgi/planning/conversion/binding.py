"""Which local names surely have a value where: read off the statement tree, no path forgotten."""

from __future__ import annotations

from wsgi2asgi.planning.conversion.body import Body, Run, Statement
from wsgi2asgi.planning.conversion.paths import blocks_of, terminates


def bound_name(body: Body, index: int) -> str | None:
    """The local name that an operation binds; a comprehension's variables are its own."""
    op = body.ops[index]
    if op.kind == "store" and not isinstance(op.value, int):
        return op.name
    return op.name if op.kind == "import" and op.name != "*" else None


def reads_of(body: Body, name: str) -> list[int]:
    """The operations that read a name of the function (not a comprehension's variable of that name)."""
    return [
        i for i, op in enumerate(body.ops) if op.kind == "name" and op.name == name and not isinstance(op.value, int)
    ]


def binds_surely(body: Body, statement: Statement, name: str) -> bool:
    """Whether the name has a value whenever the statement ends in the ordinary way."""
    if any(bound_name(body, op) == name and body.always_runs(op) for op in body.own_ops(statement)):
        return statement.kind not in ("for", "asyncfor", "try", "match")
    blocks = blocks_of(body, statement)
    if statement.kind == "if":
        return set(blocks) == {"if", "else"} and all(_block_binds(body, block, name) for block in blocks.values())
    if statement.kind in ("with", "asyncwith"):
        return any(_block_binds(body, block, name) for block in blocks.values())
    if statement.kind == "try":
        finally_ = blocks.pop("finally", ())
        handlers = [_block_binds(body, block, name) for key, block in blocks.items() if key.startswith("except")]
        main = any(_block_binds(body, blocks[key], name) for key in ("try", "try_else") if key in blocks)
        return (main and all(handlers)) or _block_binds(body, finally_, name)
    return False


def _block_binds(body: Body, block: tuple[Statement, ...], name: str) -> bool:
    return any(terminates(body, item) or binds_surely(body, item, name) for item in block)


def bound_at(body: Body, name: str, statement: Statement, op: int, within: Run | None = None) -> bool:
    """Whether the name surely has a value when operation ``op`` of ``statement`` runs, by statements of the function,
    or only by those of the run ``within``."""
    if any(
        bound_name(body, store) == name and body.always_runs(store) for store in body.own_ops(statement) if store < op
    ):
        return True
    for item in body.ancestors(statement):
        inside = within is None or item.region != within.region or item in within.statements
        before = [other for other in body.block(item.region) if other.index < item.index]
        if within is not None and item in within.statements:
            before = [other for other in before if other in within.statements]
        if inside and any(binds_surely(body, other, name) for other in before):
            return True
        if within is not None and item in within.statements:
            return False
        if item.parent >= 0 and _header_binds(body, body.statements[item.parent], item, name):
            return True
        if item.parent >= 0 and body.regions[item.region].kind == "try_else":
            tried = blocks_of(body, body.statements[item.parent]).get("try", ())
            if any(binds_surely(body, other, name) for other in tried):
                return True
    return within is None and any(parameter.name == name for parameter in body.facts.parameters)


def _header_binds(body: Body, around: Statement, inner: Statement, name: str) -> bool:
    """Whether the head of a compound statement binds the name for the block that ``inner`` stands in: a loop's target,
    ``with ... as``, ``except ... as``."""
    chain = {inner.region}
    at = inner.region
    while at > 0:
        at = body.regions[at].parent
        chain.add(at)
    return any(
        bound_name(body, op) == name and op <= inner.first and body.ops[op].region in chain
        for op in body.own_ops(around)
    )
