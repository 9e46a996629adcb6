"""
## What it does
Finds functions that a request reaches and that change what all requests share: a global variable that is assigned, a
dictionary, list or set of a module that is added to, an attribute that is set on a class.

## Why is this bad?
A sync worker of gunicorn serves one request at a time, so such state was never touched by two at once. One ASGI
process runs many requests concurrently in threads. Where the old workers had threads already, nothing changes.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse

last_visitor = ""


def page(request):
    global last_visitor
    last_visitor = request.META["REMOTE_ADDR"]
    return HttpResponse(last_visitor)
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse


def page(request):
    last_visitor = request.META["REMOTE_ADDR"]
    return HttpResponse(last_visitor)
```

## Fix safety
Filling a global once, behind a test of that very global, or under a lock is not told, nor is a cache that is asked
before it is written. What is told may still be harmless, which is why the finding is only possible. What belongs
to a request belongs on the request or in a `ContextVar`.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#threading-considerations
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import FunctionFacts, Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import BuiltMethod, ClassRef, Container, ModelClass, Object
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG602", "module-state-mutated", "warning", Fix("manual"), hazards=("TL03",))

_LOCKS = ("threading.Lock", "threading.RLock", "asyncio.Lock", "asyncio.locks.Lock")
_COLLECTIONS = frozenset({"dict", "list", "set"})
_CHANGES = frozenset({"append", "extend", "insert", "add", "update", "pop", "popitem", "remove", "discard", "clear"})


def check(program: Program) -> Iterator[Hit]:
    """The first change of each piece of shared state in each function that runs for a request."""
    for name in sorted(program.run_by_requests()):
        function = program.functions[name]
        if program.files[function.path].role != "source" or function.facts.kind != "function":
            continue
        if _registers(function):
            continue
        seen: set[str] = set()
        for index, changed, words in _changes(program, function):
            fresh = changed not in seen
            if fresh and not _is_locked(program, name, index) and not _fills_once(function, index, changed):
                seen.add(changed)
                yield Hit(
                    program.place(name, index),
                    f"{name} {words} {changed}, which concurrent requests share under ASGI",
                    "possible",
                )


def _registers(function: Function) -> bool:
    """Whether it gives back what it is given, as a decorator does that runs at import."""
    ops, given = function.facts.ops, {parameter.name for parameter in function.facts.parameters}
    returned = [ops[op.inputs[0]] for op in ops if op.kind == "return" and op.inputs]
    return bool(returned) and all(op.kind == "name" and op.name in given for op in returned)


def _changes(program: Program, function: Function) -> Iterator[tuple[int, str, str]]:
    """Each operation that changes shared state: its index, what it changes, and how."""
    module = program.functions[function.module].facts
    globals_ = function.facts.free & module.local
    ops = function.facts.ops
    for index, op in enumerate(ops):
        if op.kind == "store" and op.name in globals_:
            yield index, op.name, "assigns to the global"
        elif op.kind == "store_item" or (op.kind == "call" and _is_change(program, function, op)):
            holder = op.inputs[0] if op.kind == "store_item" else ops[op.inputs[0]].inputs[0]
            shared = _shared_collection(program, function, holder)
            if shared is not None:
                yield index, shared, "changes the module's"
        elif op.kind == "store_attr" and _is_class(program, function, op.inputs[0]):
            yield index, f"{program.text(function.name, op.inputs[0])}.{op.name}", "sets the class attribute"


def _is_change(program: Program, function: Function, op: Op) -> bool:
    if function.facts.ops[op.inputs[0]].name not in _CHANGES:
        return False
    callees = program.type_of(function.name, op.inputs[0])
    return all(isinstance(item, BuiltMethod) and item.name in _CHANGES for item in callees)


def _shared_collection(program: Program, function: Function, op: int) -> str | None:
    """The name of a module's own dictionary, list or set; None for any other value."""
    if function.facts.ops[op].kind not in ("name", "attr"):
        return None
    types = program.type_of(function.name, op)
    if not all(isinstance(item, Container) and item.name in _COLLECTIONS for item in types):
        return None
    module, _, name = (program.resolve(function.name, op) or "").rpartition(".")
    found = program.functions.get(module)
    return name if found is not None and found.facts.kind == "module" and name in found.facts.local else None


def _is_class(program: Program, function: Function, op: int) -> bool:
    """Whether a value is a class of the project that is not made anew by a function."""
    types = program.type_of(function.name, op)
    names = [item.name if isinstance(item, ClassRef) else getattr(item, "model", "") for item in types]
    known = all(isinstance(item, (ClassRef, ModelClass)) for item in types)
    return known and all(program.class_(name) is not None and "<locals>" not in name for name in names)


def _is_locked(program: Program, function: str, op: int) -> bool:
    """Whether the operation stands under ``with lock:``."""
    for region in program.functions[function].facts.region_chain(op):
        if region.kind in ("with", "async_with"):
            held = program.ops(function)[region.op].inputs[0]
            made = any(isinstance(item, Object) and item.cls in _LOCKS for item in program.type_of(function, held))
            if made or program.text(function, held).lower().endswith("lock"):
                return True
    return False


def _fills_once(function: Function, index: int, changed: str) -> bool:
    """Whether the function asks the very thing first: ``if _index is None``, ``if key in _index``, ``_index.get(key)``.

    For an assignment the test must stand around it or leave the function; what a collection holds may be asked anywhere
    above."""
    ops, name = function.facts.ops, changed.rsplit(".", 1)[-1]
    if ops[index].kind in ("store_item", "call"):
        before = (at for at in range(index) if ops[at].kind in ("compare", "call", "subscript", "truth"))
        return any(_reads(function.facts, at, name) for at in before)
    around = function.facts.region_chain(index)
    leaving = {function.facts.regions[op.region] for op in ops[:index] if op.kind == "return"}
    tests = [region for region in (*around, *leaving) if region.kind == "if" and region.op >= 0]
    return any(_reads(function.facts, region.op, name) for region in tests)


def _reads(facts: FunctionFacts, op: int, name: str) -> bool:
    """Whether a variable or an attribute of this name is part of the operation's value."""
    parts = (facts.ops[part] for part in facts.made_of(op))
    return any(part.kind in ("name", "attr") and part.name == name for part in parts)
