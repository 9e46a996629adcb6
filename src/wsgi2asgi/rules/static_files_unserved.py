"""
## What it does
Finds commands that reload an ASGI server for developers where nothing serves static files.

## Why is this bad?
`runserver` serves the files of `django.contrib.staticfiles` by itself. uvicorn and the others call asgi.py, which
does not: pages come without style sheets, the admin too.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.staticfiles"]
```

`Makefile`
```text
serve:
        uvicorn site_.asgi:application --reload
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.staticfiles"]
```

`site_/urls.py`
```python
from django.contrib.staticfiles.urls import staticfiles_urlpatterns

urlpatterns = [*staticfiles_urlpatterns()]
```

`Makefile`
```text
serve:
        uvicorn site_.asgi:application --reload
```

## Fix safety
Manual: `staticfiles_urlpatterns()` does something only while `DEBUG` is true; `daphne` among the apps brings a
`runserver` that speaks ASGI and serves static files.

## References
- https://docs.djangoproject.com/en/5.2/ref/contrib/staticfiles/#static-file-development-view
- https://docs.djangoproject.com/en/5.2/howto/static-files/#serving-static-files-during-development
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG817", "static-files-unserved", "warning", Fix("manual"), hazards=("FS09",))

#: What a project that serves them names somewhere.
_SERVES = frozenset({"ASGIStaticFilesHandler", "staticfiles_urlpatterns", "STATIC_URL", "StaticFiles", "serve"})
_PACKAGES = ("whitenoise", "servestatic", "blacknoise", "dj-static")


def check(program: Program) -> Iterator[Hit]:
    """At the command."""
    apps = {app for settings in program.all_settings for app in settings.strings("INSTALLED_APPS")}
    if "django.contrib.staticfiles" not in apps or _is_served(program):
        return
    for item in started(program):
        if item.server in ("uvicorn", "hypercorn", "granian") and item.has("--reload") and item.interface == "asgi":
            yield Hit(item.place, f"{item.server} serves no static files: they are 404 in development", "likely")


def _is_served(program: Program) -> bool:
    """Whether code, a package or a proxy does it. In the settings STATIC_URL is set, not read."""
    settings_files = {*program.project.settings_files, *program.project.other_settings_files}
    code = (facts.mentions for path, facts in program.files.items() if path not in settings_files)
    named = any(_SERVES & mentions for mentions in code)
    proxied = any(item.format in ("nginx", "apache") for item in program.project.deployment_files)
    return named or proxied or any(stated(program.project, name) is not None for name in _PACKAGES)
