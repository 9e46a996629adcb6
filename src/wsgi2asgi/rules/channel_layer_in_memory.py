"""
## What it does
Finds `InMemoryChannelLayer` as the channel layer of a site that runs in several processes: several workers, or
messages sent from management commands or tasks.

## Why is this bad?
The layer lives in the memory of one process. What one worker sends, the sockets of the others never see; what a task
sends, nobody sees. Nothing fails: messages are just missing, the more the more workers there are.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["channels"]
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
```

`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --workers 4
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["channels"]
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": ["redis://localhost:6379/0"]},
    }
}
```

`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --workers 4
```

## Fix safety
Manual: a layer over Redis needs a server and the package channels-redis.

## References
- https://channels.readthedocs.io/en/stable/topics/channel_layers.html#in-memory-channel-layer
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.processes import processes
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.analysis.program.settings import Found, Settings
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG118", "channel-layer-in-memory", "error", Fix("manual"), hazards=("CH03",))

_BACKEND = "channels.layers.InMemoryChannelLayer"
_ASGI_SERVERS = ("uvicorn", "hypercorn", "granian", "gunicorn")
_ELSEWHERE = {"command": "a management command", "task": "a task"}


def check(program: Program) -> Iterator[Hit]:
    """At the backend, where all settings modules that name one name this one."""
    named = [item for settings in program.all_settings for item in _backends(settings)]
    if any(item.value != _BACKEND or item.conditional for item in named):
        return
    witness = next(_witnesses(program), None)
    if witness is None:
        return
    for item in named:
        message = f"the channel layer lives in one process, but {witness[0]}: messages get lost"
        yield Hit(item.place, message, "likely", (witness[1],))


def _backends(settings: Settings) -> list[Found]:
    layers = [item for item in settings.found if item.name == "CHANNEL_LAYERS" and not item.overridden]
    return [item for item in layers if len(item.keys) == 2 and item.keys[1] == "BACKEND"]


def _witnesses(program: Program) -> Iterator[tuple[str, Evidence]]:
    """What shows that there are several processes."""
    for item in started(program):
        number = processes(program, item) if item.server in _ASGI_SERVERS else None
        if number is not None and number > 1:
            yield f"{number} workers serve the site", Evidence(item.place, f"{item.server} starts {number} processes")
    for function, op in program.uses_of("channels.layers.get_channel_layer"):
        where = _ELSEWHERE.get(program.entries.get(function.name, ""))
        if where is not None:
            place = program.place(function.name, op)
            yield f"{where} sends through it from a process of its own", Evidence(place, function.name)
