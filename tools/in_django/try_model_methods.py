"""Print, as JSON, what rows of the models that come with Django query when they are asked for something.

Each model gets one row; each method without arguments, property and special method is run on a fresh copy of it.
"""

from __future__ import annotations

import inspect
import json
from contextlib import suppress
from typing import Any

import django
from django.conf import settings
from django.utils import timezone

APPS = ("auth", "contenttypes", "sessions", "sites", "flatpages", "redirects", "admin")
SPECIAL = ("__str__", "__repr__", "__hash__", "__len__", "__iter__", "__bool__", "__reduce__")


def main() -> None:
    """Ask every model and print."""
    settings.configure(
        INSTALLED_APPS=[f"django.contrib.{app}" for app in APPS],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        SITE_ID=1,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        SECRET_KEY="x",
    )
    django.setup()
    from django.apps import apps
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)
    asks = {f"{model.__module__}.{model.__name__}": asked_by(model) for model in apps.get_models()}
    print(json.dumps({"django": django.get_version(), "asks": {name: found for name, found in asks.items() if found}}))


def asked_by(model: Any) -> list[str]:
    """The names of a model that query."""
    key = row(model).pk
    return [name for name in names(model) if queries(model, key, name)]


def row(model: Any) -> Any:
    """A row, with rows of all that it needs."""
    found = model._base_manager.first()
    if found is not None:
        return found
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.is_relation:
            values[field.name] = row(field.related_model)
        elif not field.primary_key and not field.has_default():
            values[field.name] = timezone.now() if "Date" in type(field).__name__ else 1
    made = model(**values)
    made.save_base(raw=True)
    return made


def names(model: Any) -> list[str]:
    """What can be asked of its rows without arguments, besides what all models have."""
    from django.db.models import Model

    own = [name for name in dir(model) if not name.startswith("_") and not hasattr(Model, name)]
    return [name for name in (*SPECIAL, *own) if is_asked(getattr(model, name, None))]


def is_asked(member: Any) -> bool:
    """Whether it is a property, or a function that needs no arguments; fields, relations and managers are neither."""
    if isinstance(member, property) or type(member).__name__ == "cached_property":
        return True
    if not inspect.isfunction(member) or inspect.iscoroutinefunction(member):
        return False
    parameters = list(inspect.signature(member).parameters.values())[1:]
    optional = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return all(item.default is not item.empty or item.kind in optional for item in parameters)


def queries(model: Any, key: object, name: str) -> bool:
    """Whether a fresh row queries when it is asked for this."""
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.sites.models import Site
    from django.db import connection, transaction

    fresh = model._base_manager.get(pk=key)
    ContentType.objects.clear_cache()
    Site.objects.clear_cache()
    seen: list[str] = []

    def count(execute: Any, sql: str, *arguments: Any) -> Any:
        seen.append(sql)
        return execute(sql, *arguments)

    with transaction.atomic(), connection.execute_wrapper(count), suppress(Exception):
        found = getattr(fresh, name)
        if callable(found):
            found()
    return bool(seen)


if __name__ == "__main__":
    main()
