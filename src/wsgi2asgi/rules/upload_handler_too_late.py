"""
## What it does
Finds upload handlers of one's own in `FILE_UPLOAD_HANDLERS`.

## Why is this bad?
A handler that shows progress, or stops an upload half way, counts on being called while the bytes arrive. Under ASGI
Django reads the whole body before it parses it: the handler sees an upload that is over.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
FILE_UPLOAD_HANDLERS = [
    "shop.uploads.ProgressHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
```

## Fix safety
Manual: browsers show the progress of `fetch` and `XMLHttpRequest` themselves; a proxy stops what is too large. A
handler that only stores files elsewhere works as before.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/file-uploads/#upload-handlers
- https://github.com/django/django/blob/main/django/core/handlers/asgi.py
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG127", "upload-handler-too-late", "info", Fix("manual"), hazards=("FS11",))

_SETTING = "FILE_UPLOAD_HANDLERS"


def check(program: Program) -> Iterator[Hit]:
    """At the setting."""
    for settings in program.all_settings:
        own = [name for name in settings.strings(_SETTING) if not name.startswith("django.")]
        place = settings.place(_SETTING)
        if own and place is not None:
            yield Hit(place, f"{own[0]} is called when the whole upload has been read", "likely")
