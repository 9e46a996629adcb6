"""
## What it does
Finds projects that route WebSockets with Channels 4 and do not have `daphne` among their apps.

## Why is this bad?
Since Channels 4 the `runserver` that speaks ASGI comes with Daphne. Without it Django's own serves WSGI: in
development every WebSocket is a 404, and async code runs in another way than in production.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["channels", "django.contrib.staticfiles"]
ASGI_APPLICATION = "site_.asgi.application"
```

`site_/asgi.py`
```python
import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": URLRouter([])})
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["daphne", "channels", "django.contrib.staticfiles"]
ASGI_APPLICATION = "site_.asgi.application"
```

`site_/asgi.py`
```python
import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": URLRouter([])})
```

## Fix safety
Manual: add daphne to the development dependencies and to the top of `INSTALLED_APPS`, or start `uvicorn --reload` in
place of `runserver`.

## References
- https://channels.readthedocs.io/en/stable/releases/4.0.0.html
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/daphne/#integration-with-runserver
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.knowledge.stated_versions import below
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG120", "runserver-without-websockets", "info", Fix("manual"), hazards=("CH09", "EP10"))

_MESSAGE = "WebSockets are routed, but runserver is the WSGI one: daphne is not among the apps"


def check(program: Program) -> Iterator[Hit]:
    """At INSTALLED_APPS, where no settings module has daphne and no command reloads an ASGI server."""
    places = [settings.place("INSTALLED_APPS") for settings in program.all_settings]
    place = next((place for place in places if place is not None), None)
    if place is None or not _routes(program) or below(program.project, "channels", "4.0") is not None:
        return
    apps = {app for settings in program.all_settings for app in settings.strings("INSTALLED_APPS")}
    if "channels" in apps and not any(app.split(".")[0] == "daphne" for app in apps) and not _reloads(program):
        yield Hit(place, _MESSAGE)


def _routes(program: Program) -> bool:
    path = program.project.asgi_path
    return path is not None and path in program.files and "ProtocolTypeRouter" in program.files[path].mentions


def _reloads(program: Program) -> bool:
    return any(item.server in ("uvicorn", "hypercorn", "granian") and item.has("--reload") for item in started(program))
