"""
## What it does
Finds schedulers, and threads that come back to their work after a time, which `AppConfig.ready` starts.

## Why is this bad?
They run once in each process that loads the apps. The number of server processes changes with the server,
uvicorn's workers load everything anew, and so do management commands and the reloader: jobs run twice, or not at
all where the process that had the scheduler is gone.

## Example
`shop/apps.py`
```python
from apscheduler.schedulers.background import BackgroundScheduler
from django.apps import AppConfig


def tidy():
    ...


class Shop(AppConfig):
    name = "shop"

    def ready(self):
        scheduler = BackgroundScheduler()
        scheduler.add_job(tidy, "interval", minutes=5)
        scheduler.start()
```

## Use instead
`shop/apps.py`
```python
from django.apps import AppConfig


class Shop(AppConfig):
    name = "shop"
```
`shop/management/__init__.py`
```python

```
`shop/management/commands/__init__.py`
```python

```
`shop/management/commands/schedule.py`
```python
from apscheduler.schedulers.blocking import BlockingScheduler
from django.core.management.base import BaseCommand


def tidy():
    ...


class Command(BaseCommand):
    def handle(self, *args, **options):
        scheduler = BlockingScheduler()
        scheduler.add_job(tidy, "interval", minutes=5)
        scheduler.start()
```

## Fix safety
Run the scheduler as a process of its own, a management command, or leave the schedule to cron or Celery beat.

## References
- https://apscheduler.readthedocs.io/en/3.x/faq.html
- https://docs.djangoproject.com/en/5.2/ref/applications/#django.apps.AppConfig.ready
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG610", "scheduler-in-ready", "warning", Fix("manual"), hazards=("BG05",))

_APP = "django.apps.config.AppConfig"
_STARTS = (
    "apscheduler.schedulers.background.BackgroundScheduler",
    "apscheduler.schedulers.asyncio.AsyncIOScheduler",
    "apscheduler.schedulers.gevent.GeventScheduler",
    "threading.Timer",
)
_THREAD = "threading.Thread"
_WAITS = frozenset({"sleep", "wait"})


def check(program: Program) -> Iterator[Hit]:
    """Each such object that ready makes, itself or in a function that it calls."""
    starts = {
        method.name: method
        for cls in program.classes.values()
        if _APP in cls.lineage and (method := program.function(cls.methods.get("ready", ""))) is not None
    }
    called = {call.callee for name in starts for call in program.calls(name) if call.called}
    for function, index, op in program.calls_of(*_STARTS, _THREAD):
        is_thread = program.resolve(function.name, op.inputs[0]) == _THREAD
        if is_thread and not _is_periodic(program, function.name, op.keyword("target")):
            continue
        if function.name in starts or function.name in called:
            yield Hit(
                program.place(function.name, index),
                f"{program.text(function.name, op.inputs[0])} starts in every process that loads the apps, whose "
                "number changes with the server",
                "likely",
            )


def _is_periodic(program: Program, function: str, target: int | None) -> bool:
    """Whether a thread's function comes back to its work after a time. One that warms something up, or takes from a
    queue of the process, belongs in every process."""
    name = program.resolve(function, target) if target is not None else None
    found = program.function(name) if name is not None else None
    if found is None:
        return False
    return bool(_WAITS & found.facts.mentions) and any(region.kind == "while" for region in found.facts.regions)
