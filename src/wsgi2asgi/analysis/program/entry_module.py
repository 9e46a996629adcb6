"""What wsgi.py and asgi.py do while they are imported: which application they make, what else they set up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.places import Place

_SETTINGS = "DJANGO_SETTINGS_MODULE"
_FACTORIES = frozenset({"get_wsgi_application", "get_asgi_application"})


@dataclass(frozen=True, slots=True)
class Called:
    """One call at the level of the module. ``name`` is dotted where it is known, as written elsewhere.

    ``first`` is its first argument if that is a string. ``is_statement``: its value is dropped, so that it is called
    for what it does. ``arguments`` are the operations given to it.
    """

    op: int
    name: str
    place: Place
    first: str | None
    is_statement: bool
    arguments: tuple[int, ...]

    @property
    def last_name(self) -> str:
        """The last part of the name."""
        return self.name.rsplit(".", 1)[-1]


@dataclass(frozen=True, slots=True)
class Assigned:
    """A value given to a name, an environment variable or an attribute of another object."""

    name: str
    value: int
    place: Place


class EntryModule:
    """The body of wsgi.py or asgi.py, in the order in which it runs."""

    def __init__(self, program: Program, body: Function) -> None:
        self.program = program
        self.body = body
        self.path = body.path
        self.calls = tuple(self._calls())
        self.applications = tuple(self._stores("application"))

    @property
    def ops(self) -> tuple[Op, ...]:
        """The operations of the module body."""
        return self.body.facts.ops

    def calls_of(self, last_name: str) -> tuple[Called, ...]:
        """The calls of a function by the last part of its name, whether or not an import of it is known."""
        return tuple(call for call in self.calls if call.last_name == last_name)

    def call_at(self, op: int) -> Called | None:
        """The call that this operation is."""
        return next((call for call in self.calls if call.op == op), None)

    def name_of(self, op: int) -> str:
        """The dotted name an operation refers to, its text where that is not known."""
        return self.program.resolve(self.body.name, op) or self.program.text(self.body.name, op)

    def settings_default(self) -> tuple[str, Place] | None:
        """The settings module that it names in the environment, the last one if several; with its place."""
        found = None
        for name, value, place in self.environment():
            if name == _SETTINGS and isinstance(value, str):
                found = (value, place)
        return found

    def environment(self) -> Iterator[tuple[str, str | None, Place]]:
        """Variables put into ``os.environ``: name, value where it is a string, place."""
        for call in self.calls:
            if call.name in ("os.environ.setdefault", "os.putenv") and call.first is not None:
                second = self.ops[call.arguments[1]].value if len(call.arguments) > 1 else None
                yield call.first, second if isinstance(second, str) else None, call.place
        for index, op in enumerate(self.ops):
            if op.kind == "store_item" and self.name_of(op.inputs[0]) == "os.environ":
                key, value = self.ops[op.inputs[1]].value, self.ops[op.inputs[2]].value
                if isinstance(key, str):
                    yield key, value if isinstance(value, str) else None, self.program.place(self.body.name, index)

    def wrappers(self) -> Iterator[Called]:
        """The calls that an application is handed to and whose result becomes ``application``."""
        wrapped = {self._source(item.value) for item in self.applications}
        for call in self.calls:
            if call.op in wrapped and call.last_name not in _FACTORIES and self._takes_application(call):
                yield call
                yield from self._inner(call)

    def setup(self) -> Iterator[Called]:
        """The calls made for what they do, besides making the application and naming the settings."""
        for call in self.calls:
            names_settings = call.name == "os.environ.setdefault" and call.first == _SETTINGS
            if call.is_statement and not names_settings and call.last_name not in _FACTORIES:
                yield call

    def _inner(self, call: Called) -> Iterator[Called]:
        for argument in call.arguments:
            found = self.call_at(argument)
            if found is not None and found.last_name not in _FACTORIES and self._takes_application(found):
                yield found
                yield from self._inner(found)

    def _takes_application(self, call: Called) -> bool:
        return any(self._is_application(argument) for argument in call.arguments)

    def _is_application(self, op: int) -> bool:
        found = self.ops[op]
        if found.kind == "name":
            return found.name in self._application_names()
        call = self.call_at(op)
        return call is not None and (call.last_name in _FACTORIES or self._takes_application(call))

    def _application_names(self) -> frozenset[str]:
        made = {call.op for call in self.calls if call.last_name in _FACTORIES}
        stored = {op.name for op in self.ops if op.kind == "store" and op.inputs and op.inputs[0] in made}
        return frozenset({"application", *stored})

    def _source(self, op: int) -> int:
        """Behind ``application = app``: what ``app`` was given, if that is one value."""
        found = self.ops[op]
        if found.kind != "name":
            return op
        given = [
            item.inputs[0] for item in self.ops[:op] if item.kind == "store" and item.name == found.name and item.inputs
        ]
        return given[-1] if given else op

    def _stores(self, name: str) -> Iterator[Assigned]:
        for index, op in enumerate(self.ops):
            if op.kind == "store" and op.name == name and op.inputs:
                yield Assigned(name, op.inputs[0], self.program.place(self.body.name, index))

    def _calls(self) -> Iterator[Called]:
        dropped = {op.inputs[0] for op in self.ops if op.kind == "expression"}
        for index, op in enumerate(self.ops):
            if op.kind == "call":
                first = self.ops[op.inputs[1]].value if len(op.inputs) > 1 else None
                yield Called(
                    index,
                    self.name_of(op.inputs[0]),
                    self.program.place(self.body.name, index),
                    first if isinstance(first, str) else None,
                    index in dropped,
                    op.inputs[1:],
                )


def entry_module(program: Program, path: str | None) -> EntryModule | None:
    """The entry module at a path; None where there is none or it could not be read."""
    if path is None:
        return None
    body = next((item for item in program.functions_in(path) if item.facts.kind == "module"), None)
    return EntryModule(program, body) if body is not None and program.files[path].has_bodies else None
