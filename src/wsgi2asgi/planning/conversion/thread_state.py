"""What each thread has for itself: ``threading.local`` and what derives from it, what is kept by the thread's number or
on the thread, the state of a database connection. Read on the event loop, it is empty, or another request's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.program import Flow, Program
from wsgi2asgi.analysis.program.types import BuiltMethod, External, Object, Type, Types

LOCAL = "threading.local"
_THREADS = ("threading.get_ident", "threading.get_native_id", "threading.current_thread", "threading.currentThread")
#: What the connection of a thread has seen or is about to do; nothing of it is a query.
#: https://github.com/django/django/blob/stable/5.2.x/django/db/backends/base/base.py
_OF_CONNECTIONS = frozenset(
    f"django.db.connection.{name}"
    for name in (
        "queries", "queries_log", "force_debug_cursor", "execute_wrappers", "in_atomic_block", "needs_rollback",
        "savepoint_ids", "atomic_blocks", "autocommit", "run_on_commit",
    )
)  # fmt: skip
#: What a record of the log passes through. https://docs.python.org/3/library/logging.html
_OF_LOGGING = ("logging.Filter", "logging.Handler", "logging.Formatter", "logging.LoggerAdapter")
_LOGGING = (
    "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log",
)  # fmt: skip


class ThreadState:
    """Answers for all functions of a program; remembers its answers."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._known: dict[str, tuple[int, ...]] = {}
        self._reaching: dict[str, bool] = {}

    def used_in(self, name: str) -> tuple[int, ...]:
        """The operations of a function whose value, or effect, each thread has for itself."""
        if name not in self._known:
            kept = (*self._kept_in(name), *(self._logged_in(name) if self._log_reader else ()))
            self._known[name] = tuple(sorted({*kept}))
        return self._known[name]

    def told(self, op: Op) -> str:
        """How a reader would be told why such an operation must not run on the event loop."""
        if op.kind == "call" and self._log_reader:
            return f"to whose record {self._log_reader} adds what each thread has for itself"
        return "which each thread has for itself"

    def _kept_in(self, name: str) -> Iterator[int]:
        function = self._program.function(name)
        if function is None:
            return
        flow, ops = self._program.flow(function.name), function.facts.ops
        for index, found in enumerate(flow.names):
            is_named = found in self._variables or found in _THREADS
            if is_named or (self._is_kept(flow.types[index]) and not self._makes(ops, flow, index)):
                yield index

    def _is_kept(self, types: Types) -> bool:
        return any(self._is_local(item) for item in types) or any(
            isinstance(item, External) and item.name in _OF_CONNECTIONS for item in types
        )

    def _is_local(self, item: Type) -> bool:
        return isinstance(item, Object) and LOCAL in self._program.lineage(item.cls)

    def _makes(self, ops: Sequence[Op], flow: Flow, index: int) -> bool:
        """Whether it makes an object that holds what threads have, which any thread may do."""
        op = ops[index]
        return op.kind == "call" and LOCAL in self._program.lineage(flow.names[op.inputs[0]] or "")

    def _logged_in(self, name: str) -> Iterator[int]:
        function = self._program.function(name)
        if function is None:
            return
        types = self._program.flow(function.name).types
        for index, op in enumerate(function.facts.ops):
            if op.kind == "call" and any(_is_of_logger(item) for item in types[op.inputs[0]]):
                yield index

    @cached_property
    def _log_reader(self) -> str:
        """What the project puts into the log's way that reads what a thread has, like the number of a request."""
        found = (
            method
            for cls in self._program.classes.values()
            if any(base in _OF_LOGGING for base in self._program.lineage(cls.name))
            for method in cls.methods.values()
            if self._reaches(method)
        )
        return next(found, "")

    def _reaches(self, name: str) -> bool:
        if name not in self._reaching:
            self._reaching[name] = False
            self._reaching[name] = bool([*self._kept_in(name)]) or any(
                self._reaches(callee) for item in self._program.operations(name) for callee in item.callees
            )
        return self._reaching[name]

    @cached_property
    def _variables(self) -> frozenset[str]:
        """Dotted names of module variables that hold a ``threading.local``."""
        found = set()
        for function, op in self._program.uses_of(LOCAL):
            for store in function.facts.ops[op:]:
                if store.kind == "store" and store.span[0] == function.facts.ops[op].span[0]:
                    found.add(f"{function.module}.{store.name}")
                    break
        return frozenset(found)


def _is_of_logger(item: Type) -> bool:
    if isinstance(item, External):
        return item.name.startswith("logging.") and item.name.rpartition(".")[2] in _LOGGING
    return (
        isinstance(item, BuiltMethod)
        and isinstance(item.receiver, Object)
        and item.receiver.cls.startswith("logging.")
        and item.name in _LOGGING
    )
