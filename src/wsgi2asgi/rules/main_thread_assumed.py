"""
## What it does
Finds code that requests reach and that counts on the main thread: `threading.main_thread()`, Playwright's sync
API, and `matplotlib.pyplot`.

## Why is this bad?
Under ASGI no view runs in the main thread. `pyplot` keeps one global figure for all requests and may start a
window toolkit, which fails outside the main thread; Playwright's sync API starts a loop of its own and is bound to
its thread.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import matplotlib.pyplot as plt
from django.http import HttpResponse


def page(request):
    plt.figure()
    plt.savefig("/tmp/chart.png")
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
from django.http import HttpResponse
from matplotlib.figure import Figure


def page(request):
    figure = Figure()
    figure.savefig("/tmp/chart.png")
    return HttpResponse("")
```

## Fix safety
Make a `matplotlib.figure.Figure` instead of using pyplot, and use Playwright's async API or a task queue.

## References
- https://matplotlib.org/stable/gallery/user_interfaces/web_application_server_sgskip.html
- https://playwright.dev/python/docs/library
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG317", "main-thread-assumed", "warning", Fix("manual"), hazards=("VW11",))

_USES = {
    "matplotlib.pyplot.figure": "pyplot keeps one global figure for all requests",
    "matplotlib.pyplot.subplots": "pyplot keeps one global figure for all requests",
    "matplotlib.pyplot.plot": "pyplot keeps one global figure for all requests",
    "playwright.sync_api.sync_playwright": "Playwright's sync API is bound to its thread and loop",
    "threading.main_thread": "no view runs in the main thread under ASGI",
}


def check(program: Program) -> Iterator[Hit]:
    """The first of each kind in each function that runs while a request is answered."""
    running = program.run_by_requests()
    seen: set[tuple[str, str]] = set()
    for dotted, why in _USES.items():
        for function, index, op in program.calls_of(dotted):
            if function.name in running and (function.name, why) not in seen:
                seen.add((function.name, why))
                yield Hit(
                    program.place(function.name, index),
                    f"{program.text(function.name, op.inputs[0])}: {why}",
                    "likely",
                )
