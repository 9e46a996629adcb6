"""The step ``state``: thread-locals of the project follow a request between its thread and the event loop.

https://github.com/django/asgiref#threading-locals
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Container, Instance, Plain, Request, User
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.plan import Step
from wsgi2asgi.planning.drafts import Drafts

CODEMOD = "use_request_local"
_LOCAL = "threading.local"
_STAYS = "this threading.local stays with its thread: views that reach it do so in a thread, or stay sync"
_ATTRIBUTES = ("builtins.getattr", "builtins.setattr", "builtins.hasattr", "builtins.delattr")


def plan(program: Program, options: MigrateOptions) -> Step:
    """One wish a file; for review, as only a person knows whether the state is one of the request or of the thread."""
    drafts = Drafts(program.project.tree)
    found: dict[str, list[str]] = {}
    for function, name, _ in _variables(program):
        if _has_attributes_alone(program, f"{function.module}.{name}"):
            found.setdefault(function.path, []).append(name)
    for path, names in sorted(found.items()):
        said = ", ".join(sorted(names))
        drafts.edit(path, CODEMOD, {"names": sorted(names)}, f"{said}: kept for the request it is set in")
        drafts.advise(f"{said} is now kept for a request, not for a thread", path)
    for path, line in sorted({*_kept_otherwise(program, found)}):
        drafts.advise(_STAYS, path, line)
    return drafts.step("state", CODEMOD, "State that follows the request")


def _variables(program: Program) -> Iterator[tuple[Function, str, int]]:
    """The variables that modules outside tests assign a thread-local to."""
    for function, used in program.uses_of(_LOCAL):
        ops = function.facts.ops
        call = next((at for at, op in enumerate(ops) if op.kind == "call" and op.inputs == (used,)), None)
        store = next((op for op in ops if op.kind == "store" and op.inputs == (call,)), None)
        is_module = function.facts.kind == "module" and program.files[function.path].role == "source"
        if is_module and store is not None and store.region == 0:
            yield function, store.name, used


def _kept_otherwise(program: Program, found: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Where modules outside tests make thread-locals in any other way, or use them for more than attributes."""
    followed = {(path, name) for path, names in found.items() for name in names}
    lines = {
        (function.path, program.place(function.name, op).line)
        for function, name, op in _variables(program)
        if (function.path, name) in followed
    }
    for function, op in program.uses_of(_LOCAL):
        place = program.place(function.name, op)
        if program.files[function.path].role == "source" and (place.path, place.line) not in lines:
            yield place.path, place.line


def _has_attributes_alone(program: Program, variable: str) -> bool:
    """Whether the project does nothing with the variable but to read and set attributes, to values of a request."""
    is_set = False
    for function, op in program.uses_of(variable):
        ops = function.facts.ops
        for at, reader in ((at, item) for at, item in enumerate(ops) if op in item.inputs):
            if not _is_attribute(program, function, reader, op):
                return False
            value = _stored(program, function, at)
            if value is not None and not _is_of_request(program, function, value):
                return False
            is_set = is_set or value is not None
    return is_set


def _is_attribute(program: Program, function: Function, reader: Op, op: int) -> bool:
    if reader.kind in ("attr", "store_attr", "delete_attr") and reader.inputs[0] == op:
        return not reader.name.startswith("__")
    return reader.kind == "call" and program.resolve(function.name, reader.inputs[0]) in _ATTRIBUTES


def _stored(program: Program, function: Function, at: int) -> int | None:
    """The value that an operation puts into an attribute."""
    op = function.facts.ops[at]
    if op.kind == "store_attr":
        return op.inputs[1]
    is_setattr = op.kind == "call" and program.resolve(function.name, op.inputs[0]) == "builtins.setattr"
    return op.positional[2] if is_setattr and len(op.positional) == 3 else None


def _is_of_request(program: Program, function: Function, value: int) -> bool:
    """A request, a user, a row, a plain value, or what a function was given: nothing that belongs to a thread, like a
    connection that is made here."""
    op = function.facts.ops[value]
    if op.kind == "const" or (op.kind == "name" and op.name in {item.name for item in function.facts.parameters}):
        return True
    types = program.type_of(function.name, value)
    return bool(types) and all(isinstance(item, (Request, User, Instance, Plain, Container)) for item in types)
