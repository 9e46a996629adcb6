"""The database of the visits: seeded once, put back before each visit, read after it."""

from __future__ import annotations

import hashlib
import importlib
import shutil
from pathlib import Path


class SeededDatabase:
    """A SQLite file that every visit finds as the seed left it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seed = file.with_suffix(".seed")
        self.session = _fill()
        _close_connections()
        shutil.copy(file, self._seed)

    def put_back(self) -> None:
        """Make the file what it was after seeding."""
        _close_connections()
        shutil.copy(self._seed, self._file)

    def contents(self) -> dict[str, str]:
        """A digest of every table without what is random or a time of day; sessions decoded."""
        from django.apps import apps

        found = {}
        for model in apps.get_models():
            rows = _rows(model)
            if rows:
                found[model._meta.label] = hashlib.md5("\n".join(rows).encode()).hexdigest()[:8] + f" {len(rows)}"
        _close_connections()
        return found


def _rows(model: object) -> list[str]:
    from django.contrib.sessions.models import Session
    from django.db.models import DateTimeField

    if model is Session:
        return sorted(repr(sorted(item.get_decoded().items())) for item in Session.objects.all())
    columns = [
        field.attname
        for field in model._meta.concrete_fields
        if not isinstance(field, DateTimeField) and field.name != "password"
    ]
    return sorted(map(repr, model._base_manager.values_list(*columns)))


def _fill() -> str:
    """Migrate and seed; the session of the reader."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    importlib.import_module("seed").seed()
    user = get_user_model().objects.get(username="reader")
    session = importlib.import_module(settings.SESSION_ENGINE).SessionStore(session_key="a" * 32)
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["cart"] = [1, 2]
    session.save(must_create=True)
    return str(session.session_key)


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
