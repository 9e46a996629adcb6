"""Runs of statements that move into a nested function and run in one hop: whether they can, and with what names."""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.planning.conversion.body import Body, Run, Statement
from wsgi2asgi.planning.conversion.hulls import CannotMove, complain_of_call
from wsgi2asgi.planning.conversion.paths import terminates

_LOOPS = ("for", "asyncfor", "while")
_FIXED = ("global", "nonlocal", "asyncfor", "asyncwith")


@dataclass(frozen=True)
class Unit:
    """A run with the names that go in and come out. ``returns``: it leaves the view on every path."""

    run: Run
    parameters: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    returns: bool = False

    def covers(self, op: int) -> bool:
        """Whether the operation moves with it."""
        return self.run.covers(op)


def unit_for(body: Body, run: Run) -> Unit:
    """The unit for a run, widened to the end of its block where a ``return`` inside asks for that.

    Raises CannotMove with the reason.
    """
    run = _unless_elif(body, run)
    if _returns_inside(body, run):
        run = _to_the_end(body, run)
        _check(body, run)
        return Unit(run, _parameters(body, run, _bound(body, run)), returns=True)
    _check(body, run)
    bound = _bound(body, run)
    results = tuple(name for name in bound if _is_read_after(body, run, name))
    return Unit(run, _parameters(body, run, bound, results), results)


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
    for index in range(run.statements[0].first, run.statements[-1].end):
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


def _stores(body: Body, name: str) -> list[int]:
    """The operations that bind a local name; comprehensions bind names of their own."""
    return [i for i, op in enumerate(body.ops) if _binds(body, i) == name and op.kind != "delete"]


def _binds(body: Body, index: int) -> str | None:
    op = body.ops[index]
    if op.kind == "store" and not isinstance(op.value, int):
        return op.name
    return op.name if op.kind == "import" and op.name != "*" else None


def _reads(body: Body, name: str) -> list[int]:
    return [
        i for i, op in enumerate(body.ops) if op.kind == "name" and op.name == name and not isinstance(op.value, int)
    ]


def _bound(body: Body, run: Run) -> tuple[str, ...]:
    """The names the run binds, in order."""
    inside = range(run.statements[0].first, run.statements[-1].end)
    names = dict.fromkeys(name for index in inside if (name := _binds(body, index)))
    for name in names:
        if name in body.facts.free:
            raise CannotMove(f"{name} is declared global or nonlocal")
        if _closed_over_outside(body, run, name):
            raise CannotMove(f"a function defined outside it reads {name}")
    return tuple(names)


def _closed_over_outside(body: Body, run: Run, name: str) -> bool:
    """Whether a nested function that is made outside the run reads the name: it would see an old value."""
    for index, op in enumerate(body.ops):
        if op.kind in ("function", "class") and not run.covers(index):
            inner = body.program.functions.get(f"{body.function.module}.{op.name}")
            if inner is None or name in inner.facts.mentions:
                return True
    return False


def _is_read_after(body: Body, run: Run, name: str) -> bool:
    end = run.statements[-1].end
    in_loop = _loop_around(body, run)
    return any(
        index >= end or (in_loop is not None and in_loop.covers(index) and not run.covers(index))
        for index in _reads(body, name)
    ) or (in_loop is not None and _is_read_before_bound(body, run, name))


def _loop_around(body: Body, run: Run) -> Statement | None:
    """The outermost loop whose body the run stands in: what it binds may be read in the next round."""
    first = run.statements[0]
    around = [item for item in body.ancestors(first) if item is not first and item.kind in _LOOPS]
    return around[-1] if around else None


def _parameters(body: Body, run: Run, bound: tuple[str, ...], results: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The names the run both binds and needs from outside. Raises CannotMove where it is open whether they have a
    value there."""
    found = []
    for name in bound:
        always = any(_at_top_of(body, run, index) for index in _stores(body, name) if run.covers(index))
        if _is_read_before_bound(body, run, name) or (name in results and not always):
            if not _surely_bound_before(body, run, name):
                raise CannotMove(f"{name} may have no value before it or after it")
            found.append(name)
        if name in results and _may_be_read_after_error(body, run, name):
            raise CannotMove(f"{name} is read after an error inside it")
    return tuple(found)


def _is_read_before_bound(body: Body, run: Run, name: str) -> bool:
    """Whether a read inside may see the value from outside: no store at the run's own level comes before it."""
    certain = [index for index in _stores(body, name) if run.covers(index) and _at_top_of(body, run, index)]
    inner = [index for index in _stores(body, name) if run.covers(index)]
    for read in (index for index in _reads(body, name) if run.covers(index)):
        if any(store < read for store in certain):
            continue
        if not any(store < read and _in_same_block(body, store, read) for store in inner):
            return True
    return False


def _in_same_block(body: Body, store: int, read: int) -> bool:
    """Whether the store comes before the read in a block around the read: loop targets and names bound just above."""
    holder = body.statement_of(store)
    return any(
        item is holder or (item.region == holder.region and holder.index < item.index)
        for item in body.ancestors(body.statement_of(read))
    )


def _at_top_of(body: Body, run: Run, store: int) -> bool:
    """Whether the store happens whenever the run comes to its end."""
    statement = body.statement_of(store)
    if not body.always_runs(store):
        return False
    if statement in run.statements:
        return statement.kind not in _LOOPS or body.ops[store].region == statement.region
    around = body.statements[statement.parent] if statement.parent >= 0 else None
    return around is not None and around.kind == "with" and _with_at_top(body, run, around)


def _with_at_top(body: Body, run: Run, statement: Statement) -> bool:
    if statement in run.statements:
        return True
    around = body.statements[statement.parent] if statement.parent >= 0 else None
    return around is not None and around.kind == "with" and _with_at_top(body, run, around)


def _surely_bound_before(body: Body, run: Run, name: str) -> bool:
    if any(parameter.name == name for parameter in body.facts.parameters):
        return True
    first = run.statements[0]
    for store in _stores(body, name):
        holder = body.statement_of(store)
        if store < first.first and body.always_runs(store) and holder.kind not in ("for", "try"):
            for item in body.ancestors(first):
                if item.region == holder.region and holder.index < item.index:
                    return True
    return any(
        loop.kind == "for" and loop.covers(store) and loop.first <= store
        for loop in _fors_around(body, run)
        for store in _stores(body, name)
        if body.statement_of(store) is loop
    )


def _fors_around(body: Body, run: Run) -> tuple[Statement, ...]:
    first = run.statements[0]
    return tuple(item for item in body.ancestors(first) if item is not first and item.kind == "for")


def _may_be_read_after_error(body: Body, run: Run, name: str) -> bool:
    """Whether a handler around the run, or what follows its ``try``, reads a name that an error may leave half done."""
    first = run.statements[0]
    for item in body.ancestors(first):
        if item is first or item.kind != "try":
            continue
        block = item
        return any(read >= block.first and not _reads_in_try(body, block, read, run) for read in _reads(body, name))
    return False


def _reads_in_try(body: Body, block: Statement, read: int, run: Run) -> bool:
    """Whether the read stands in the same ``try`` body as the run, where it only runs without an error."""
    if not block.covers(read):
        return False
    return any(item.region == run.region for item in body.ancestors(body.statement_of(read)))
