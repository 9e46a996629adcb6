"""Which functions of the project may run on the event loop as they are, and which may write."""

from __future__ import annotations

from wsgi2asgi.analysis.program.operations import Operation
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.stop_iteration import StopIterations
from wsgi2asgi.planning.conversion.thread_state import ThreadState
from wsgi2asgi.planning.conversion.unseen import unseen_uses
from wsgi2asgi.planning.conversion.validation import is_plain_validation
from wsgi2asgi.planning.conversion.writing import stores_in_session, writes_by_kind


class Harmless:
    """Answers for all functions of a program; remembers its answers."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._program = setting.program
        self.threads = ThreadState(setting.program)
        self.stop_iterations = StopIterations(setting.program)
        self._known: dict[str, bool] = {}
        self._writing: dict[str, bool] = {}
        self._known_writing: dict[str, bool] = {}
        self._storing: dict[str, bool] = {}

    def is_harmless(self, name: str) -> bool:
        """Whether the function neither blocks nor queries, whatever it is given, nor depends on its thread.

        A function that calls itself is judged by the rest of what it does.
        """
        if name not in self._known:
            self._known[name] = True
            self._known[name] = self._look(name)
        return self._known[name]

    def _look(self, name: str) -> bool:
        function = self._program.function(name)
        if function is None or function.is_async or function.facts.is_generator or self.threads.used_in(name):
            return False
        if any(not self._is_harmless_operation(operation) for operation in self._program.operations(function.name)):
            return False
        return not any(True for _ in unseen_uses(self._program, function))

    def _is_harmless_operation(self, operation: Operation) -> bool:
        if operation.where == "thread" or operation.is_told_elsewhere:
            return True
        if operation.kind == "project-call":
            return bool(operation.callees) and all(self.is_harmless(name) for name in operation.callees)
        return operation.kind == "messages" and not self._setting.messages_touch_sessions

    def may_write(self, name: str) -> bool:
        """Whether the function, or one it calls, changes something that outlives the request; unseen code may."""
        if name not in self._writing:
            self._writing[name] = False
            self._writing[name] = self.writes_besides(name)
        return self._writing[name]

    def writes_besides(self, name: str, op: int = -1) -> bool:
        """Whether it may write by anything but one operation."""
        function = self._program.function(name)
        return function is None or any(
            self.changes(operation) or any(self.may_write(callee) for callee in operation.callees)
            for operation in self._program.operations(function.name)
            if not operation.is_told_elsewhere and operation.op != op
        )

    def changes(self, operation: Operation) -> bool:
        """Whether the operation itself, apart from its callees, changes something that outlives the request."""
        if operation.writes and operation.kind != "session":
            return True
        if is_plain_validation(self._program, operation):
            return False
        return writes_by_kind(operation.kind, operation.method.rpartition(".")[2])

    def is_known_to_write(self, name: str) -> bool:
        """Whether the function, or one it calls, is seen to change something that outlives the request."""
        if name not in self._known_writing:
            self._known_writing[name] = False
            function = self._program.function(name)
            self._known_writing[name] = function is not None and any(
                self.is_known_write(operation) for operation in self._program.operations(function.name)
            )
        return self._known_writing[name]

    def is_known_write(self, operation: Operation) -> bool:
        """The same of one operation."""
        if operation.kind in ("external", "unknown-call", "socket", "signal"):
            return False
        return self.changes(operation) or (any(self.is_known_to_write(callee) for callee in operation.callees))

    def may_store(self, name: str) -> bool:
        """Whether the function, or one it calls, changes the session."""
        if name not in self._storing:
            self._storing[name] = False
            function = self._program.function(name)
            self._storing[name] = function is not None and any(
                stores_in_session(operation, function.facts.ops[operation.op])
                or any(self.may_store(callee) for callee in operation.callees)
                for operation in self._program.operations(function.name)
            )
        return self._storing[name]
