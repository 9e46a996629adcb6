"""Which statements can follow which, and what always has happened before: read off the statement tree."""

from __future__ import annotations

from wsgi2asgi.planning.conversion.body import Body, Statement

_LOOPS = ("for", "asyncfor", "while")


def terminates(body: Body, statement: Statement) -> bool:
    """Whether every way through the statement ends in ``return`` or ``raise``. False is not proof of the contrary."""
    if statement.kind in ("return", "raise"):
        return True
    blocks = blocks_of(body, statement)
    if statement.kind == "if":
        return set(blocks) == {"if", "else"} and all(_ends(body, block) for block in blocks.values())
    if statement.kind in ("with", "asyncwith"):
        return any(_ends(body, block) for block in blocks.values())
    if statement.kind == "try":
        finally_ = blocks.pop("finally", ())
        handlers = [_ends(body, block) for name, block in blocks.items() if name.startswith("except")]
        main = blocks.get("try_else") or blocks.get("try", ())
        return _ends(body, finally_) or (_ends(body, main) and all(handlers))
    return False


def _ends(body: Body, block: tuple[Statement, ...]) -> bool:
    return any(terminates(body, statement) for statement in block)


def blocks_of(body: Body, statement: Statement) -> dict[str, tuple[Statement, ...]]:
    """{region kind: statements} of a compound statement; handlers are told apart by number."""
    found: dict[str, tuple[Statement, ...]] = {}
    for child in body.children(statement):
        kind = body.regions[child.region].kind
        key = f"except{child.region}" if kind == "except" else kind
        found[key] = (*found.get(key, ()), child)
    return found


def may_follow(body: Body, first: int, second: int) -> bool:
    """Whether both operations may run in one request, ``first`` before ``second`` in the text."""
    run = body.run_covering((first, second))
    if run is None:
        return True
    in_common, then = run.statements[0], run.statements[-1]
    if in_common is then:
        return not (in_common.kind in ("if", "match") and _in_other_arms(body, in_common, first, second))
    for statement in body.ancestors(body.statement_of(first)):
        block = body.block(statement.region)
        later = block[block.index(statement) :]
        if statement is in_common:
            later = tuple(item for item in later if item.first < then.first)
        if any(terminates(body, item) for item in later if item is not statement or item.kind in ("return", "raise")):
            return False
        if statement is in_common:
            return True
    return True


def _in_other_arms(body: Body, statement: Statement, first: int, second: int) -> bool:
    """Whether they stand in different arms of an ``if`` or ``match`` (both in its test: no)."""
    arms = []
    for op in (first, second):
        child = next((item for item in body.children(statement) if item.covers(op)), None)
        arms.append(child.region if child else None)
    return None not in arms and arms[0] != arms[1]


def dominates(body: Body, first: int, second: int) -> bool:
    """Whether ``first`` has always run, and without an error, when ``second`` runs."""
    if first >= second or not body.always_runs(first):
        return False
    holder = body.statement_of(first)
    for statement in body.ancestors(body.statement_of(second)):
        if statement is holder:
            return True
        if statement.region == holder.region:
            return holder.index < statement.index
    return False


def loops_around(body: Body, op: int) -> tuple[Statement, ...]:
    """The loops in whose body (not in whose iterable) the operation stands, innermost first."""
    owner = body.statement_of(op)
    return tuple(
        statement
        for statement in body.ancestors(owner)
        if statement.kind in _LOOPS and (statement is not owner or statement.kind == "while")
    )
