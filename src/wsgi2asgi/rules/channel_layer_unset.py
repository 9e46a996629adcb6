"""
## What it does
Finds messages sent through `get_channel_layer()` where the settings have no `CHANNEL_LAYERS`.

## Why is this bad?
Without the setting `get_channel_layer()` gives None: `'NoneType' object has no attribute 'group_send'`,
and that when the first message is sent.

## Example
`shop/views.py`
```python
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.http import HttpResponse


def announce(request):
    async_to_sync(get_channel_layer().group_send)("all", {"type": "announce"})
    return HttpResponse("sent")
```

## Use instead
`shop/views.py`
```python
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.http import HttpResponse


def announce(request):
    async_to_sync(get_channel_layer().group_send)("all", {"type": "announce"})
    return HttpResponse("sent")
```

`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["channels", "shop"]
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": ["redis://localhost:6379/0"]},
    }
}
```

## Fix safety
Manual: a layer over Redis needs a server and the package channels-redis.

## References
- https://channels.readthedocs.io/en/stable/topics/channel_layers.html#configuration
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG119", "channel-layer-unset", "error", Fix("manual"), hazards=("CH03",))

_SENDS = ("group_send", "group_add", "send", "receive", "group_discard")


def check(program: Program) -> Iterator[Hit]:
    """At the name, where its result is used without a look whether it is there."""
    known = all(settings.complete for settings in program.all_settings)
    if not known or any(settings.has("CHANNEL_LAYERS") for settings in program.all_settings):
        return
    for function, op in program.uses_of("channels.layers.get_channel_layer"):
        if program.entries.get(function.name) != "test" and _is_used_unseen(program, function.name, op):
            place = program.place(function.name, op)
            yield Hit(place, "get_channel_layer() gives None here: the settings have no CHANNEL_LAYERS", "likely")


def _is_used_unseen(program: Program, function: str, op: int) -> bool:
    """Whether a method of the result is taken, directly or through a variable whose truth is not asked."""
    ops = program.ops(function)
    calls = {index for index, item in enumerate(ops) if item.kind == "call" and item.inputs[0] == op}
    names = {item.name for item in ops if item.kind == "store" and calls & {*item.inputs}}
    values = calls | {index for index, item in enumerate(ops) if item.kind == "name" and item.name in names}
    asked = any(item.kind in ("truth", "compare", "boolean") and values & {*item.inputs} for item in ops)
    return not asked and any(item.kind == "attr" and item.name in _SENDS and item.inputs[0] in values for item in ops)
