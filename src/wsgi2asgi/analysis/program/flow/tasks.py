"""Task queues: functions that run in another process, later."""

from __future__ import annotations

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow import unknown_calls
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    Container,
    FunctionRef,
    MethodRef,
    Object,
    Partial,
    Plain,
    Task,
    Type,
    Types,
    join,
)
from wsgi2asgi.knowledge.tasks import Queue, queue_named, sending_methods

_RESULT: Types = (Object("task result"),)
#: What a decorator with options may be given: a name, a schedule, a number of retries.
_OPTIONS = (Plain, Object, Container)
_SIGNATURES = ("s", "si", "signature", "subtask")


def made(state: State, queue: Queue, given: Given) -> Types:
    """``shared_task(f)`` makes a task of f, ``shared_task(bind=True)`` a decorator that does."""
    functions = state.type(given.positional[0]) if given.positional else ()
    return (Task(queue.package, tuple(item for item in functions if not isinstance(item, _OPTIONS))),)


def call(state: State, index: int, callee: Task, given: Given) -> Types:
    """Call a task, or the decorator that makes one."""
    if not callee.function:
        return (Task(callee.package, state.type(given.positional[0])),) if given.positional else (callee,)
    queue = queue_named(callee.package)
    if queue.call_enqueues:
        return _handed_over(state, index, callee, queue)
    return join(*(state.engine.call_value(state, index, item, given) for item in callee.function))


def call_function(state: State, index: int, callee: FunctionRef | MethodRef, function: Function) -> Types | None:
    """Call a function under the decorator of a task queue; None where that runs it here."""
    task = state.engine.decorations.of(function).task
    queue = queue_named(task.package) if task is not None else None
    if queue is None or not queue.call_enqueues:
        return None
    return _handed_over(state, index, callee, queue)


def method(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """``task.delay(...)``, ``task.call_local(...)`` and other methods of functions."""
    receiver = callee.receiver
    queue = _queue(state, receiver)
    if callee.name in (queue.sends if queue is not None else sending_methods()):
        return _handed_over(state, index, receiver, queue, callee.name)
    if queue is not None and callee.name in queue.runs:
        functions = receiver.function if isinstance(receiver, Task) else (receiver,)
        return join(*(_run(state, index, item, given) for item in functions))
    if callee.name in _SIGNATURES:
        return (Object("celery.canvas.Signature"),)
    if isinstance(receiver, Partial) or callee.name in ("cache_clear", "cache_info", "__get__"):
        return UNKNOWN
    return unknown_calls.method(state, index, callee, given)


def _run(state: State, index: int, item: Type, given: Given) -> Types:
    if not isinstance(item, (FunctionRef, MethodRef)):
        return state.engine.call_value(state, index, item, given)
    state.record(index, Effect("project-call", (), "certain", item, item.name.rpartition(".")[2], (item.name,)))
    return state.engine.call(item.name, *given.types(state))


def _queue(state: State, receiver: Type) -> Queue | None:
    if isinstance(receiver, Task):
        return queue_named(receiver.package)
    if not isinstance(receiver, (FunctionRef, MethodRef)):
        return None
    task = state.engine.decorations.of(state.engine.definitions.functions[receiver.name]).task
    return queue_named(task.package) if task is not None else None


def _handed_over(state: State, index: int, task: Type, queue: Queue | None, name: str = "") -> Types:
    effects = queue.effects if queue is not None else ("socket",)
    with state.elsewhere("thread" if index in state.suspends else None):
        state.record(index, Effect("task", effects, "likely", task, name))
    with state.elsewhere("later"):
        for item in task.function if isinstance(task, Task) else (task,):
            if isinstance(item, (FunctionRef, MethodRef)):
                state.called(index, item.name)
    return _RESULT
