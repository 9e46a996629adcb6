"""
## What it does
Finds `threading.local` in the project's own code.

## Why is this bad?
Under ASGI a request has more than one thread: what sync middleware stores is missing in an async view, and what
async code stores on the event loop's thread is shared by all requests in flight, so one visitor's tenant or
user ends up in another's records.

## Example
`shop/tenants.py`
```python
import threading

_state = threading.local()


def current_tenant():
    return getattr(_state, "tenant", None)
```

## Use instead
`shop/tenants.py`
```python
from asgiref.local import Local

_state = Local()


def current_tenant():
    return getattr(_state, "tenant", None)
```

## Fix safety
`asgiref.local.Local` or a `ContextVar` follows the request through threads and coroutines. As long as
everything that sets and reads the value runs sync in the request's own thread, a thread-local goes on working.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#threading-considerations
- https://github.com/django/asgiref#threadlocals
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG601", "thread-local", "warning", Fix("manual"), hazards=("TL01", "TL02"))


_LOCAL = "threading.local"
_MESSAGE = "a thread-local does not follow a request between the threads and the event loop that serve it under ASGI"


def check(program: Program) -> Iterator[Hit]:
    """Each thread-local that is made, and each subclass of it, outside tests."""
    for function, used in program.uses_of(_LOCAL):
        if program.files[function.path].role == "source" and _is_called(function.facts.ops, used):
            yield Hit(program.place(function.name, used), _MESSAGE)
    for cls in program.classes.values():
        if _LOCAL in cls.bases and program.files[cls.path].role == "source":
            yield Hit(cls.place, _MESSAGE)


def _is_called(ops: Sequence[Op], callee: int) -> bool:
    return any(op.kind == "call" and op.inputs[0] == callee for op in ops)
