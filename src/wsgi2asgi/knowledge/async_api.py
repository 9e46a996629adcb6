"""Which of Django's APIs have an async twin, by version: ``async_api.toml``, written by tools/probe_async_api.py."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Version = tuple[int, int]

#: Owners whose names are long; the related managers' classes exist only at run time and go by their short names.
QUERYSET = "django.db.models.query.QuerySet"
RAW_QUERYSET = "django.db.models.query.RawQuerySet"
MANAGER = "django.db.models.manager.Manager"
REVERSE_MANAGER = "RelatedManager"
MANY_TO_MANY_MANAGER = "ManyRelatedManager"
GENERIC_MANAGER = "GenericRelatedObjectManager"
MODEL = "django.db.models.base.Model"
USER_MANAGER = "django.contrib.auth.models.UserManager"
PERMISSIONS = "django.contrib.auth.models.PermissionsMixin"
BASE_USER = "django.contrib.auth.base_user.AbstractBaseUser"
SESSION = "django.contrib.sessions.backends.base.SessionBase"
CACHE = "django.core.cache.backends.base.BaseCache"
SHORTCUTS = "django.shortcuts"
REQUEST = "django.http.request.HttpRequest"
SIGNAL = "django.dispatch.dispatcher.Signal"


@dataclass(frozen=True, slots=True)
class Twin:
    """An async twin: its name and the first version in which it is there and right."""

    name: str
    since: Version


@cache
def twins() -> dict[str, dict[str, Twin]]:
    """{owner: {sync name: twin}}; twins that are held back count from the version that mended them."""
    table = tomllib.loads((files("wsgi2asgi.knowledge") / "async_api.toml").read_text(encoding="utf-8"))
    found = {
        owner: {name: Twin(row["twin"], version(row["since"])) for name, row in rows.items()}
        for owner, rows in table["twins"].items()
    }
    for row in table["held_back"]:
        owner, name = row["owner"], row["name"]
        found[owner][name] = Twin(found[owner][name].name, version(row["until"]))
    return found


def twin_of(owner: str, name: str, django: Version) -> str | None:
    """The async twin of ``owner.name`` that every release since ``django`` has, or None."""
    found = twins().get(owner, {}).get(name)
    return found.name if found and found.since <= django else None


@cache
def introduced() -> dict[str, dict[str, Version]]:
    """{owner: {async name: the version that brought it}}, those among them that did not work well at first."""
    table = tomllib.loads((files("wsgi2asgi.knowledge") / "async_api.toml").read_text(encoding="utf-8"))
    return {
        owner: {row["twin"]: version(row["since"]) for row in rows.values()} for owner, rows in table["twins"].items()
    }


def since(owners: tuple[str, ...], twin: str) -> Version | None:
    """The first version in which one of the owners has the async method ``twin``; None where none ever has."""
    found = [rows[twin] for owner in owners if twin in (rows := introduced().get(owner, {}))]
    return min(found, default=None)


def version(text: str) -> Version:
    """``"4.2"`` as ``(4, 2)``."""
    major, minor = text.split(".")[:2]
    return int(major), int(minor)
