"""
## What it does
Finds a `LOGGING` that disables the loggers which are there already: `disable_existing_loggers` is true, or left out,
which means the same.

## Why is this bad?
An ASGI server sets up its loggers before it imports the site. Django then disables them: uvicorn's access log and its
`Exception in ASGI application` with the traceback are no longer written. gunicorn's own loggers are not hurt in this
way, so the lines are gone after the switch.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"]},
}
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"]},
}
```

## Fix safety
Manual: with `False`, loggers of other packages may write lines that were not seen before. A `LOGGING` that names
`uvicorn` or its children among its loggers is not reported.

## References
- https://docs.python.org/3/library/logging.config.html#dictionary-schema-details
- https://docs.djangoproject.com/en/5.2/topics/logging/#configuring-logging
- https://github.com/Kludex/uvicorn/issues/180
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.knowledge.servers import ASGI_SERVERS
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG115", "existing-loggers-disabled", "warning", Fix("manual"), hazards=("ST11",))

_KEY = "disable_existing_loggers"
_MESSAGE = "the loggers of the ASGI server are disabled when Django sets up logging: no access log, no server errors"


def check(program: Program) -> Iterator[Hit]:
    """At the key, or at LOGGING where it is left out."""
    for settings in program.all_settings:
        logging = settings.get("LOGGING")
        place = settings.place("LOGGING", _KEY)
        if not isinstance(logging, dict) or place is None or _keeps_servers_own(settings) or _varies(settings):
            continue
        if logging.get(_KEY) is True:
            yield Hit(place, _MESSAGE)
        elif _KEY not in logging and "version" in logging and not _is_spread(program, place.path):
            yield Hit(place, f"{_MESSAGE} ({_KEY} is left out, which means True)")


def _keeps_servers_own(settings: Settings) -> bool:
    loggers = settings.get("LOGGING", "loggers", default={})
    named = loggers if isinstance(loggers, dict) else {"uvicorn": None}
    no_set_up = settings.has("LOGGING_CONFIG") and settings.get("LOGGING_CONFIG") != "logging.config.dictConfig"
    return no_set_up or any(str(name).split(".")[0] in ASGI_SERVERS for name in named)


def _varies(settings: Settings) -> bool:
    """Whether LOGGING as a whole, or the key, is given only under a condition: while tests run, while debugging."""
    given = [item for item in settings.found if item.name == "LOGGING" and item.keys in ((), (_KEY,))]
    return any(item.conditional for item in given)


def _is_spread(program: Program, path: str) -> bool:
    """Whether a dictionary in that file takes in another one, which may hold the key."""
    return any(op.kind == "double_star" for function in program.functions_in(path) for op in function.facts.ops)
