"""
## What it does
Finds log handlers in LOGGING that send what they are given over the network, by mail, HTTP or a socket, in a
project that logs from code on the event loop.

## Why is this bad?
A handler runs where the log call stands. Each `logger.error(...)` of an async view then stops the event loop, and
with it every request, until the mail server or the collector has answered; just when things go wrong there are
many.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
LOGGING = {
    "version": 1,
    "handlers": {
        "admins": {"class": "django.utils.log.AdminEmailHandler"},
    },
    "root": {"handlers": ["admins"]},
}
```
`shop/views.py`
```python
import logging

from django.http import HttpResponse

logger = logging.getLogger(__name__)


async def page(request):
    logger.error("no stock")
    return HttpResponse("")
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
LOGGING = {
    "version": 1,
    "handlers": {
        "admins": {"class": "django.utils.log.AdminEmailHandler"},
        "queue": {"class": "logging.handlers.QueueHandler", "handlers": ["admins"]},
    },
    "root": {"handlers": ["queue"]},
}
```
`shop/views.py`
```python
import logging

from django.http import HttpResponse

logger = logging.getLogger(__name__)


async def page(request):
    logger.error("no stock")
    return HttpResponse("")
```

## Fix safety
Put a `logging.handlers.QueueHandler` in front, which Python 3.12 configures from the dictionary; a listener's
thread then does the sending. Errors of requests that Django logs by itself are logged from a thread.

## References
- https://docs.python.org/3/library/logging.handlers.html#queuehandler
- https://docs.python.org/3/howto/logging-cookbook.html#dealing-with-handlers-that-block
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG508", "blocking-log-handler", "warning", Fix("manual"), hazards=("BL07",))

_SENDS = frozenset(
    {
        "django.utils.log.AdminEmailHandler",
        "logging.handlers.SMTPHandler",
        "logging.handlers.HTTPHandler",
        "logging.handlers.SocketHandler",
        "logging.handlers.SysLogHandler",
        "logstash.TCPLogstashHandler",
        "splunk_handler.SplunkHandler",
        "graypy.GELFTCPHandler",
        "fluent.handler.FluentHandler",
        "pythonjsonlogger.handlers.HTTPHandler",
    }
)
_QUEUE = "logging.handlers.QueueHandler"
_LEVELS = ("debug", "info", "warning", "error", "exception", "critical")


def check(program: Program) -> Iterator[Hit]:
    """Each such handler of the project's own loggers, unless there is a queue or no async code of a request logs."""
    handlers = program.settings.get("LOGGING", "handlers")
    if not isinstance(handlers, dict) or not _logs_on_loop(program):
        return
    classes = {name: row.get("class") for name, row in handlers.items() if isinstance(row, dict)}
    if _QUEUE in classes.values():
        return
    used = set(_used(program))
    for name, cls in classes.items():
        place = program.settings.place("LOGGING", "handlers", name, "class")
        if isinstance(cls, str) and cls in _SENDS and name in used and place is not None:
            yield Hit(
                place,
                f"{cls} sends from where the log call stands: in async code that stops the event loop",
                "likely",
            )


def _used(program: Program) -> Iterator[str]:
    """The handlers of the root logger and of loggers named as packages of the project."""
    packages = {module.partition(".")[0] for module in program.modules}
    loggers = program.settings.get("LOGGING", "loggers")
    named = loggers if isinstance(loggers, dict) else {}
    own = [row for name, row in named.items() if not name or name.partition(".")[0] in packages]
    for row in (program.settings.get("LOGGING", "root"), *own):
        listed = row.get("handlers") if isinstance(row, dict) else None
        yield from (item for item in listed if isinstance(item, str)) if isinstance(listed, list) else ()


def _logs_on_loop(program: Program) -> bool:
    """Whether a function that runs on the event loop for a request calls a logger."""
    running = program.run_by_requests()
    for function in program.source_functions(*_LEVELS):
        if program.on_loop(function.name) is None or function.name not in running:
            continue
        for op in function.facts.ops:
            callee = function.facts.ops[op.inputs[0]] if op.kind == "call" else None
            if callee is not None and callee.kind == "attr" and callee.name in _LEVELS:
                source = function.facts.ops[callee.inputs[0]]
                if source.kind in ("name", "attr") and source.name.lower() in ("logger", "log", "logging", "_logger"):
                    return True
    return False
