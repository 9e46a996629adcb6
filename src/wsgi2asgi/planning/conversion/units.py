"""Runs of statements that move into a nested function and run in one hop: whether they can, and with what names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wsgi2asgi.planning.conversion.binding import binds_surely, bound_at, bound_name, reads_of
from wsgi2asgi.planning.conversion.body import Body, Run, Statement
from wsgi2asgi.planning.conversion.hulls import CannotMove, complain_of_call
from wsgi2asgi.planning.conversion.paths import blocks_of, may_follow, terminates

_LOOPS = ("for", "asyncfor", "while")
_FIXED = ("global", "nonlocal", "asyncfor", "asyncwith")


@dataclass(frozen=True)
class Unit:
    """A run with the names that go in and come out. ``shared``: names that may have no value before or after it, or
    that others look at while it runs: it uses the variables of the view itself. ``returns``: it leaves the view on
    every path."""

    run: Run
    parameters: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    returns: bool = False

    def covers(self, op: int) -> bool:
        """Whether the operation moves with it."""
        return self.run.covers(op)


def unit_for(body: Body, run: Run) -> Unit:
    """The unit for a run, widened to the end of its block where a ``return`` inside asks for that, and to all readers
    of a name that may have no value behind it.

    Raises CannotMove with the reason.
    """
    run = _unless_elif(body, run)
    while True:
        returns = _returns_inside(body, run)
        if returns:
            run = _to_the_end(body, run)
        _check(body, run)
        bound = _bound(body, run)
        results = tuple(name for name in bound if not returns and _is_read_after(body, run, name))
        open_ = [name for name in bound if _is_open(body, run, name, name in results)]
        shared = tuple(name for name in open_ if _is_bound_outside(body, run, name))
        hidden = [use for name in open_ if name not in shared for use in _uses_outside(body, run, name)]
        hidden += _mentions_outside(body, run)
        if not hidden:
            break
        run = _wider(body, run, hidden)
    results = tuple(name for name in results if name not in shared)
    parameters = tuple(name for name in bound if name not in open_ and _is_parameter(body, run, name, name in results))
    return Unit(run, parameters, results, shared, returns)


def with_its_return(body: Body, unit: Unit) -> Unit:
    """The unit with the ``return`` right behind it, if that gives back no more than what comes out of the unit."""
    *_, last = unit.run.statements
    behind = body.block(unit.run.region)
    following = next((item for item in behind if item.index > last.index), None)
    if len(unit.results) != 1 or last.kind == "assign" or following is None or following.kind != "return":
        return unit
    run = Run((*unit.run.statements, following))
    returned = range(following.first, following.end)
    others = [read for read in reads_of(body, unit.results[0]) if read >= last.end and read not in returned]
    if [body.ops[index].kind for index in returned] != ["name", "return"] or others:
        return unit
    try:
        wider = unit_for(body, run)
    except CannotMove:
        return unit
    return wider if wider.run == run and wider.returns and wider.shared == unit.shared else unit


def _unless_elif(body: Body, run: Run) -> Run:
    first = run.statements[0]
    while body.is_elif(first):
        first = body.statements[first.parent]
        run = Run((first,))
    return run


# -- control flow ---------------------------------------------------------------------------------------------


def _returns_inside(body: Body, run: Run) -> bool:
    return any(_inside(body, run, statement) and statement.kind == "return" for statement in body.statements)


def _to_the_end(body: Body, run: Run) -> Run:
    """A run that returns is only movable if it always does, or nothing follows it: widen it until that holds."""
    while True:
        block = body.block(run.region)
        whole = Run(block[block.index(run.statements[0]) :])
        for end in range(len(run.statements), len(whole.statements) + 1):
            candidate = Run(whole.statements[:end])
            if terminates(body, candidate.statements[-1]):
                return candidate
        around = whole.statements[0].parent
        if around < 0:
            return whole
        statement = body.statements[around]
        if statement.kind in _LOOPS or statement.kind == "try":
            raise CannotMove(f"a return inside a {statement.kind} leaves it on some ways only")
        run = _unless_elif(body, Run((statement,)))


def _check(body: Body, run: Run) -> None:
    """Raise CannotMove for what cannot stand in a nested function."""
    block = body.block(run.region)
    after = block[block.index(run.statements[-1]) + 1 :]
    for statement in (*run.statements, *after[:1]):
        if not body.stands_alone(statement):
            raise CannotMove(f"line {statement.span[0]} holds more than one statement")
    for statement in body.statements:
        if not _inside(body, run, statement):
            continue
        if statement.kind in _FIXED:
            raise CannotMove(f"it holds {statement.kind}")
        if statement.kind in ("break", "continue") and not _loop_inside(body, run, statement):
            raise CannotMove(f"a {statement.kind} inside leaves it")
    for index in _inside_ops(run):
        op = body.ops[index]
        if op.kind in ("yield", "yield_from", "await", "async_iterate", "async_enter"):
            raise CannotMove(f"it holds {op.kind.replace('_', ' ')}")
        if op.kind == "delete":
            raise CannotMove(f"it deletes the name {op.name}")
        complain_of_call(body, index)


def _inside(body: Body, run: Run, statement: Statement) -> bool:
    return any(item in run.statements for item in body.ancestors(statement))


def _loop_inside(body: Body, run: Run, statement: Statement) -> bool:
    around = [item for item in body.ancestors(statement) if _inside(body, run, item)]
    return any(item.kind in _LOOPS for item in around)


# -- names ----------------------------------------------------------------------------------------------------


def _bound(body: Body, run: Run) -> tuple[str, ...]:
    """The names the run binds, in order. Raises CannotMove where a name means the same outside."""
    names = dict.fromkeys(name for index in _inside_ops(run) if (name := bound_name(body, index)))
    for name in names:
        if name in body.facts.free:
            raise CannotMove(f"{name} is declared global or nonlocal")
    return tuple(names)


def _closures_outside(body: Body, run: Run, name: str) -> list[int]:
    """The operations outside the run that make a function or class which reads the name: it would see an old value."""
    return [
        index
        for index, op in enumerate(body.ops)
        if op.kind in ("function", "class") and not run.covers(index) and _reads_of_around(body, op.name, name)
    ]


def _reads_of_around(body: Body, qualname: str, name: str) -> bool:
    """Whether a function made inside the view reads a name of the view."""
    inner = body.program.functions.get(f"{body.function.module}.{qualname}")
    if inner is None:
        return True
    if name in inner.facts.local or any(parameter.name == name for parameter in inner.facts.parameters):
        return False
    return any(
        (op.kind == "name" and op.name == name)
        or (op.kind in ("function", "class") and _reads_of_around(body, op.name, name))
        for op in inner.facts.ops
    )


def _is_read_after(body: Body, run: Run, name: str) -> bool:
    """Whether the value that the run gives the name is read behind it, or in another round of a loop around it."""
    end = run.statements[-1].end
    loops = _loops_around(body, run)
    block = body.block(run.region)
    behind = block[block.index(run.statements[-1]) + 1 :]
    bindings = [at for at in range(run.statements[0].first, end) if bound_name(body, at) == name]
    for read in reads_of(body, name):
        again = any(loop.covers(read) for loop in loops)
        if run.covers(read) or not (again or (read >= end and any(may_follow(body, at, read) for at in bindings))):
            continue
        within = Run(behind) if behind and behind[0].first <= read < behind[-1].end else None
        if again or within is None or not bound_at(body, name, body.statement_of(read), read, within=within):
            return True
    return bool(loops) and _needs_value(body, run, name)


def _loops_around(body: Body, run: Run) -> list[Statement]:
    first = run.statements[0]
    return [item for item in body.ancestors(first) if item is not first and item.kind in _LOOPS]


def _is_parameter(body: Body, run: Run, name: str, is_result: bool) -> bool:
    """Whether the run, which binds the name, needs its value from outside as well."""
    always = any(binds_surely(body, statement, name) for statement in run.statements)
    return _needs_value(body, run, name) or (is_result and not always)


def _is_open(body: Body, run: Run, name: str, is_result: bool) -> bool:
    """Whether the name cannot be handed in and out by value."""
    first = run.statements[0]
    if _is_parameter(body, run, name, is_result) and not bound_at(body, name, first, first.first):
        return True
    if is_result and _may_be_read_after_error(body, run, name):
        return True
    return bool(_closures_outside(body, run, name))


def _is_bound_outside(body: Body, run: Run, name: str) -> bool:
    """Whether the view binds the name before the run: ``nonlocal`` demands it somewhere, and linters there."""
    if any(parameter.name == name for parameter in body.facts.parameters):
        return True
    return any(bound_name(body, index) == name for index in range(run.statements[0].first))


def _uses_outside(body: Body, run: Run, name: str) -> list[int]:
    """Where else a name is used that only the run binds; the loop around it, if another round reads it."""
    again = [loop.first for loop in _loops_around(body, run)[:1]]
    return [
        *(read for read in reads_of(body, name) if not run.covers(read)),
        *_closures_outside(body, run, name),
        *again,
    ]


def _mentions_outside(body: Body, run: Run) -> list[int]:
    """Texts outside the run that name a class made in it, as annotations do."""
    made = {body.ops[index].name.rpartition(".")[2] for index in _inside_ops(run) if body.ops[index].kind == "class"}
    if not made:
        return []
    named = re.compile(rf"\b({'|'.join(sorted(made))})\b")
    return [
        index
        for index, op in enumerate(body.ops)
        if op.kind == "const" and isinstance(op.value, str) and not run.covers(index) and named.search(op.value)
    ]


def _inside_ops(run: Run) -> range:
    return range(run.statements[0].first, run.statements[-1].end)


def _wider(body: Body, run: Run, uses: Sequence[int]) -> Run:
    """The run widened to these operations."""
    wider = body.run_covering((run.statements[0].first, run.statements[-1].end - 1, *uses))
    if wider is None or wider.span == run.span:
        raise CannotMove(f"line {body.ops[uses[0]].span[0]} reads a name that may have no value")
    return _unless_elif(body, wider)


def _needs_value(body: Body, run: Run, name: str) -> bool:
    """Whether a read inside the run may see the value from outside."""
    return any(
        run.covers(read) and not bound_at(body, name, body.statement_of(read), read, within=run)
        for read in reads_of(body, name)
    )


def _may_be_read_after_error(body: Body, run: Run, name: str) -> bool:
    """Whether the name is read where an error inside the run may lead: in a handler around it or behind that ``try``.

    Where the ``try`` surely gives the name a value in any case, a half done run does not show.
    """
    first = run.statements[0]
    for item in body.ancestors(first):
        if item.kind != "try" or item in run.statements:
            continue
        for read in reads_of(body, name):
            in_same_block = item.covers(read) and any(
                other.region == _region_in(body, item, first) for other in body.ancestors(body.statement_of(read))
            )
            if read >= item.first and not in_same_block and not _bound_again(body, item, read, name):
                return True
    return False


def _region_in(body: Body, around: Statement, inner: Statement) -> int:
    """The block of ``around`` in which ``inner`` stands."""
    return next(item.region for item in body.ancestors(inner) if item.parent == around.index)


def _bound_again(body: Body, block: Statement, read: int, name: str) -> bool:
    """Whether every handler leaves the function or gives the name a value, so that a read behind sees no half work."""
    if block.covers(read):
        return bound_at(body, name, body.statement_of(read), read, within=_arm(body, block, read))
    handlers = [arm for key, arm in blocks_of(body, block).items() if key.startswith("except")]
    return all(
        any(terminates(body, item) or binds_surely(body, item, name) for item in arm) for arm in handlers
    ) and bool(handlers)


def _arm(body: Body, block: Statement, read: int) -> Run:
    inner = next(item for item in body.ancestors(body.statement_of(read)) if item.parent == block.index)
    return Run(tuple(item for item in body.block(inner.region)))
