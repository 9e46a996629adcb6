"""Decorators of the project: what runs around a function that they are put on, where that can be read off.

A decorator is read by what it returns: a function inside it that calls the decorated one, the decorated function
itself, or what another decorator gives for either; a function that returns a decorator is read through, also where it
stands on another function: ``@passes`` on ``def is_staff(user)``. What it returns for classes alone is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.decorators import decorators

_WRAPS = ("functools.wraps", "django.utils.decorators.wraps")
_PLAIN_USES = ("return", "attr", "store_attr", "truth", "compare")
_ASKS = ("iscoroutinefunction", "callable", "getattr", "hasattr", "isclass", "isfunction", "isroutine")
_KEEPS = (*_WRAPS, "functools.update_wrapper")


class NotUnderstood(Exception):
    """What the decorator gives is not certain; the message says why."""


@dataclass(frozen=True)
class Wrapper:
    """A function of the project that runs around the decorated one, which it knows as ``decorated``.

    ``is_dual``: the decorator has an async function of that name as well, for async views; ``function`` is the other.
    """

    function: Function
    decorated: str
    is_dual: bool = False


#: A wrapper, or the dotted name of a decorator of Django's.
Part = Wrapper | str


def parts_of(name: str, program: Program) -> tuple[Part, ...]:
    """What a decorator of the project puts around a function, outermost first. Raises NotUnderstood."""
    function = program.function(name)
    if function is None:
        raise NotUnderstood("it cannot be seen")
    makers = [program.function(maker) for maker in function.decorators]
    if len(makers) == 1 and makers[0] is not None:
        return _Reader(program, makers[0], (name,)).parts_of_made()
    return _Reader(program, function, ()).parts()


def is_understood(name: str, program: Program) -> bool:
    """Whether it is a decorator of the project whose parts are known."""
    try:
        parts_of(name, program)
    except NotUnderstood:
        return False
    return True


class _Reader:
    """Reads one function as a decorator, or as one that makes a decorator."""

    def __init__(self, program: Program, function: Function, seen: tuple[str, ...]) -> None:
        if function.name in seen or function.is_async or function.facts.kind != "function" or function.owner:
            raise NotUnderstood(f"{function.facts.name} is no plain function")
        if any(decorator.text for decorator in function.facts.decorators):
            raise NotUnderstood(f"{function.facts.name} is decorated itself")
        self._program = program
        self._function = function
        self._seen = (*seen, function.name)
        self._ops = function.facts.ops
        first = function.facts.parameters[0] if function.facts.parameters else None
        plain = first is not None and first.kind in ("positional", "positional-only")
        self._decorated = first.name if first is not None and plain else ""
        self._inner = [item for item in program.functions_in(function.path) if self._is_inside(item)]

    def _is_inside(self, item: Function) -> bool:
        return item.facts.parent == self._function.facts.qualname

    def parts_of_made(self) -> tuple[Part, ...]:
        """All that the decorator puts around a view that this one makes of something that is no view."""
        returned = [self._ops[value] for value in self._returned()]
        names = {op.name if op.kind == "name" else "" for op in returned}
        made = [item for item in self._inner if item.facts.name in names]
        if len(names) != 1 or len(made) != 1 or self._decorated in made[0].facts.mentions:
            raise NotUnderstood(f"{self._function.facts.name} is not known to make a decorator")
        return _Reader(self._program, made[0], self._seen).parts()

    def parts(self) -> tuple[Part, ...]:
        """All that may stand around the decorated function."""
        given = [value for value in self._returned() if not self._is_for_classes(value)]
        found = tuple(dict.fromkeys(part for value in given for part in self._given(value)))
        if any(isinstance(part, Wrapper) and part.function in self._inner for part in found):
            self._check_decorated(found)
        return found

    # -- what is returned -----------------------------------------------------------------------------------

    def _returned(self) -> list[int]:
        given = [op.inputs[0] for op in self._ops if op.kind == "return" and op.inputs]
        if not given or self._function.facts.is_generator:
            raise NotUnderstood(f"{self._function.facts.name} returns nothing")
        return given

    def _is_for_classes(self, value: int) -> bool:
        """Whether it stands under ``if inspect.isclass(view):``."""
        for region in self._function.facts.region_chain(value):
            test = self._ops[region.op] if region.kind == "if" else None
            asked = self._ops[test.inputs[0]] if test is not None and test.kind == "truth" else None
            if asked is not None and asked.kind == "call" and len(asked.inputs) == 2:
                name = self._program.resolve(self._function.name, asked.inputs[0])
                if name == "inspect.isclass" and self._ops[asked.inputs[1]].name == self._decorated:
                    return True
        return False

    def _given(self, value: int) -> tuple[Part, ...]:
        op = self._ops[value]
        if op.kind == "name" and op.name == self._decorated:
            return ()
        if op.kind == "name":
            return self._made_here(op.name)
        if op.kind == "call":
            return self._called(value)
        raise NotUnderstood(f"{self._function.facts.name} returns {self._program.text(self._function.name, value)}")

    def _made_here(self, name: str) -> tuple[Part, ...]:
        made = [item for item in self._inner if item.facts.name == name]
        if not made:
            raise NotUnderstood(f"{self._function.facts.name} returns {name}")
        calling = [item for item in made if any(calls_of(item, self._decorated))]
        if not calling and any(self._decorated in item.facts.mentions for item in made):
            raise NotUnderstood(f"{name} does not only call {self._decorated}")
        if not calling:
            return _Reader(self._program, made[0], self._seen).parts() if len(made) == 1 else _several(name)
        if len(made) == 1:
            return (self._wrapper(made[0], is_dual=False),)
        is_dual = len(calling) == 2 and [item.is_async for item in made] == [True, False]
        if not is_dual or "iscoroutinefunction" not in self._function.facts.mentions:
            return _several(name)
        return (self._wrapper(made[1], is_dual=True),)

    def _called(self, value: int) -> tuple[Part, ...]:
        """``wraps(view)(wrapper)``, ``other(view)``, ``other(view, argument)``, ``other(argument)(wrapper)``."""
        op = self._ops[value]
        callee = self._ops[op.inputs[0]]
        maker = callee.inputs[0] if callee.kind == "call" else op.inputs[0]
        name = self._program.resolve(self._function.name, maker) or ""
        inner: tuple[Part, ...] = ()
        if op.positional and self._ops[op.positional[0]].kind in ("name", "call"):
            first = op.positional[0]
            if self._is_decorated_or_made(first):
                inner = self._given(first)
        if name in _KEEPS:
            return inner
        if self._program.canonical(name) in decorators():
            return (name, *inner)
        own = self._program.function(name)
        if own is None:
            raise NotUnderstood(f"{self._function.facts.name} gives what {name or 'unknown code'} makes of it")
        return (*_Reader(self._program, own, self._seen).parts(), *inner)

    def _is_decorated_or_made(self, value: int) -> bool:
        op = self._ops[value]
        if op.kind == "call":
            return any(self._is_decorated_or_made(given) for given in op.positional[:1])
        return op.name == self._decorated or any(item.facts.name == op.name for item in self._inner)

    # -- the wrapper ----------------------------------------------------------------------------------------

    def _wrapper(self, function: Function, *, is_dual: bool) -> Wrapper:
        name = function.facts.name
        if function.is_async or function.facts.is_generator or function.facts.kind != "function":
            raise NotUnderstood(f"{name} is no plain function")
        if any(item not in _WRAPS for item in function.decorators):
            raise NotUnderstood(f"{name} is decorated itself")
        below = [item for item in self._program.functions_in(function.path) if _is_below(item, function)]
        handed_on = any(self._decorated in item.facts.mentions for item in below)
        if handed_on or self._decorated in function.facts.local or not _only_calls(function, self._decorated):
            raise NotUnderstood(f"{name} does not only call {self._decorated}")
        return Wrapper(function, self._decorated, is_dual)

    def _check_decorated(self, parts: tuple[Part, ...]) -> None:
        """The decorated function goes to the wrapper alone, and the wrapper nowhere but out."""
        wrappers = [part.function for part in parts if isinstance(part, Wrapper)]
        others = [item for item in self._inner if item not in wrappers and self._decorated in item.facts.mentions]
        is_async = any(item.is_async for item in self._inner)
        if others and not is_async:
            raise NotUnderstood(f"{self._function.facts.name} uses {self._decorated} in more than one function")
        if any(op.kind in ("store", "delete") and op.name == self._decorated for op in self._ops):
            raise NotUnderstood(f"{self._function.facts.name} binds {self._decorated} again")
        names = {self._decorated, *(item.facts.name for item in wrappers)}
        for index, op in enumerate(self._ops):
            if op.kind == "name" and op.name in names and not self._is_plain_use(index):
                raise NotUnderstood(f"{self._function.facts.name} does more with {op.name} than to give it back")

    def _is_plain_use(self, index: int) -> bool:
        """Returned, given to ``wraps`` or another decorator that is returned, or an attribute of it read or set."""
        for at, reader in enumerate(self._ops):
            if index not in reader.inputs:
                continue
            if reader.kind == "call" and reader.inputs[0] == index:
                return False
            if reader.kind == "call":
                name = self._program.resolve(self._function.name, reader.inputs[0]) or ""
                asks = name.rpartition(".")[2] in _ASKS
                if not asks and name not in _KEEPS and not self._is_returned(at):
                    return False
            elif (reader.kind == "store_attr" and reader.inputs[0] != index) or reader.kind not in _PLAIN_USES:
                return False
        return True

    def _is_returned(self, index: int) -> bool:
        readers = [(at, op) for at, op in enumerate(self._ops) if index in op.inputs]
        return any(op.kind == "return" or (op.kind == "call" and self._is_returned(at)) for at, op in readers)


def _several(name: str) -> tuple[Part, ...]:
    raise NotUnderstood(f"{name} is defined more than once")


def _is_below(item: Function, function: Function) -> bool:
    return item.facts.qualname.startswith(f"{function.facts.qualname}.<locals>.")


def _only_calls(function: Function, name: str) -> bool:
    """Whether the function does nothing else with a variable than to call it and to read attributes of it."""
    ops = function.facts.ops
    reads = [index for index, op in enumerate(ops) if op.kind == "name" and op.name == name]
    return all(
        (op.kind == "call" and op.inputs[0] == read) or op.kind == "attr"
        for read in reads
        for op in ops
        if read in op.inputs
    )


def calls_of(function: Function, name: str) -> Iterator[int]:
    """The operations that call a variable of this name."""
    ops = function.facts.ops
    for index, op in enumerate(ops):
        if op.kind == "call" and ops[op.inputs[0]].kind == "name" and ops[op.inputs[0]].name == name:
            yield index
