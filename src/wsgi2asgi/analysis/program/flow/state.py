"""One function while its values are followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow import forgetting, keyed
from wsgi2asgi.analysis.program.operations import READ, CallSite, Operation, OperationKind, Where
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.readable import readable
from wsgi2asgi.analysis.program.types import UNKNOWN, Type, Types, join
from wsgi2asgi.model.findings import Certainty, EffectKind
from wsgi2asgi.model.places import Place

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

#: A variable of the function, one of a comprehension (with its region), or ``self.x``.
Key = str | tuple[str, int]
Env = dict[Key, Types]

#: More alternatives than this say nothing.
MOST = 8
_STAYS = nullcontext()
#: Loops are gone through, and functions followed, more than once: what is recorded stands in the same places.
_place_of = lru_cache(maxsize=1 << 16)(place_of)
_CERTAINTY: dict[Certainty, int] = {"certain": 0, "likely": 1, "possible": 2}


class Effect(NamedTuple):
    """What is recorded of an operation, without its place and name."""

    kind: OperationKind
    effects: tuple[EffectKind, ...] = ()
    certainty: Certainty = "certain"
    subject: Type | None = None
    method: str = ""
    callees: tuple[str, ...] = ()
    writes: bool = False
    detail: str = ""


@dataclass
class State:
    """The values known so far (``types`` by operation, ``env`` by variable) and what was recorded."""

    engine: Engine
    function: Function
    env: Env
    types: list[Types] = field(default_factory=list)
    recorded: dict[int, Operation] = field(default_factory=dict)
    calls: dict[tuple[int, str], CallSite] = field(default_factory=dict)
    returns: Types = ()
    yields: Types = ()
    attributes: dict[str, Types] = field(default_factory=dict)
    where: Where = "here"
    forgotten: set[forgetting.Forgotten] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ops: Sequence[Op] = self.function.facts.ops
        self.types = [()] * len(self.ops)
        self.shape = self.function.facts.shape
        self.callee_ops, self.awaited, self.suspends = self.shape.callees, self.shape.awaited, self.shape.suspends
        parameters = self.function.facts.parameters
        self.self_name = parameters[0].name if self.function.owner and parameters else None

    def type(self, index: int) -> Types:
        """What an operation's value may be."""
        return (self.types[index] or UNKNOWN) if index >= 0 else UNKNOWN

    def place(self, index: int) -> Place:
        """Where an operation stands."""
        return _place_of(self.function.path, self.ops[index].span)

    def constant(self, index: int | None) -> object:
        """The value of a constant operation, None for others."""
        return self.ops[index].value if index is not None and self.ops[index].kind == "const" else None

    def record(self, index: int, effect: Effect, call: str | None = None) -> None:
        """An operation does something. Several records of one operation are merged."""
        new = Operation(
            op=index,
            kind=effect.kind,
            effects=effect.effects,
            certainty=effect.certainty,
            call=call if call is not None else self._call_text(index),
            place=self.place(index),
            subject=effect.subject,
            method=effect.method,
            callees=effect.callees,
            writes=effect.writes,
            where=self.where,
            detail=effect.detail,
        )
        before = self.recorded.get(index)
        self.recorded[index] = new if before is None else _merged(before, new)
        for callee in effect.callees:
            self.called(index, callee, called=effect.kind != "unknown-call")

    def not_understood(self, index: int, value: Type) -> None:
        """What a value is asked for may be a relation, a property, rows: said once in a function."""
        if not any(operation.kind == "unknown-call" for operation in self.recorded.values()):
            self.record(index, Effect("unknown-call", (), "possible", value, READ))

    def called(self, index: int, callee: str, *, called: bool = True) -> None:
        """A project function is called or mentioned here."""
        awaited = index in self.awaited
        site = CallSite(self.function.name, callee, index, self.place(index), called, awaited, self.where)
        self.calls[index, callee] = site
        if called:
            forgetting.after_call(self, callee)

    def made_generator(self, index: int, callee: str) -> None:
        """The call of a generator function recorded here runs nothing of it yet."""
        self.calls[index, callee] = self.calls[index, callee]._replace(makes_generator=True)

    def elsewhere(self, where: Where | None) -> AbstractContextManager[None]:
        """What is recorded meanwhile runs there (None: where it did before)."""
        return self._moved(where) if where is not None else _STAYS

    @contextmanager
    def _moved(self, where: Where) -> Iterator[None]:
        before = self.where
        self.where = where
        yield
        self.where = before

    def called_on(self, index: int) -> int:
        """Of a call of a method: the operation whose method is called."""
        callee = self.ops[self.ops[index].inputs[0]]
        return callee.inputs[0] if callee.kind == "attr" else self.ops[index].inputs[0]

    def refine(self, index: int, types: Types) -> None:
        """From here on the value behind an operation is known better (a queryset is evaluated, a relation loaded)."""
        key = self.key_of(index)
        if key is not None and key in self.env:
            self.env[key] = types

    def key_of(self, index: int) -> Key | None:
        """The variable that an operation reads, if it is a plain variable or ``self.x``."""
        op = self.ops[index]
        if op.kind == "name":
            return (op.name, op.value) if isinstance(op.value, int) else op.name
        if op.kind == "attr" and self.ops[op.inputs[0]].kind == "name":
            return f"{self.ops[op.inputs[0]].name}.{op.name}"
        return None

    def key_of_attribute(self, target: int, name: str) -> Key | None:
        """The key of ``target.name`` where ``target`` is a plain variable."""
        op = self.ops[target]
        return f"{op.name}.{name}" if op.kind == "name" and not isinstance(op.value, int) else None

    def _call_text(self, index: int) -> str:
        op = self.ops[index]
        if op.kind == "call":
            return readable(self.ops, op.inputs[0])
        if op.kind in ("name", "attr", "subscript"):
            return readable(self.ops, index)
        if op.kind == "compare":
            return f"... {op.name} {readable(self.ops, op.inputs[1])}"
        first = readable(self.ops, op.inputs[0]) if op.inputs else ""
        return _WORDS.get(op.kind, f"{op.kind} {{}}").format(first).strip()


_WORDS = {
    "iterate": "for ... in {}",
    "async_iterate": "for ... in {}",
    "enter": "with {}",
    "async_enter": "with {}",
    "truth": "if {}",
    "star": "* {}",
    "store_item": "{}[...] = ...",
    "delete_item": "del {}[...]",
}


def certainty(types: Types) -> Certainty:
    """Certain for a single alternative, likely for one of several."""
    return "certain" if len(types) == 1 else "likely"


def capped(types: Types) -> Types:
    """At most MOST alternatives."""
    return types if len(types) <= MOST else (*types[:MOST], *UNKNOWN)


def joined(first: Env, second: Env) -> Env:
    """What is known where two ways meet."""
    if first == second:
        return first
    result = dict(first)
    for key, types in second.items():
        before = result.get(key)
        if before is None:
            result[key] = types
        elif before != types:
            result[key] = capped(keyed.merged(join(before, types)))
    return result


def _merged(first: Operation, second: Operation) -> Operation:
    if _weight(second) > _weight(first):
        first, second = second, first
    worst = max(first.certainty, second.certainty, key=lambda item: _CERTAINTY[item])
    return first._replace(
        effects=tuple(dict.fromkeys((*first.effects, *second.effects))),
        callees=tuple(dict.fromkeys((*first.callees, *second.callees))),
        writes=first.writes or second.writes,
        certainty=first.certainty if first.kind == second.kind and first.effects == second.effects else worst,
    )


def _weight(operation: Operation) -> int:
    return 2 * bool(operation.effects) + (operation.kind != "unknown-call")
