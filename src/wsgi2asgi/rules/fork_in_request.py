"""
## What it does
Finds `multiprocessing.Process`, process pools and `os.fork` in code that runs for requests.

## Why is this bad?
Under ASGI the process that forks has an event loop and a thread for every request in flight. The child inherits
their locks in whatever state they are, and the database's sockets: it deadlocks now and then, or talks into
another's query.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import multiprocessing

from django.http import HttpResponse


def work():
    ...


def page(request):
    multiprocessing.Process(target=work).start()
    return HttpResponse("")
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
import multiprocessing

from django.http import HttpResponse


def work():
    ...


def page(request):
    multiprocessing.get_context("spawn").Process(target=work).start()
    return HttpResponse("")
```

## Fix safety
Leave the work to a task queue, or start the process with the `spawn` or `forkserver` method.

## References
- https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
- https://docs.python.org/3/library/os.html#os.fork
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG609", "fork-in-request", "warning", Fix("manual"), hazards=("TL07",))

_FORKS = (
    "os.fork",
    "multiprocessing.Process",
    "multiprocessing.Pool",
    "multiprocessing.pool.Pool",
    "multiprocessing.Manager",
    "concurrent.futures.ProcessPoolExecutor",
)
_CHOOSES = frozenset({"set_start_method", "get_context"})


def check(program: Program) -> Iterator[Hit]:
    """Each such call in a function that runs while a request is answered, unless the project chooses how to start."""
    if any(True for _ in program.source_functions("set_start_method")):
        return
    running = program.run_by_requests()
    for function, index, op in program.calls_of(*_FORKS):
        chosen = op.keyword("mp_context") is not None or _CHOOSES & function.facts.mentions
        if function.name in running and program.files[function.path].role == "source" and not chosen:
            yield Hit(
                program.place(function.name, index),
                f"{program.text(function.name, op.inputs[0])} forks a process that has an event loop and many threads",
                "likely",
            )
