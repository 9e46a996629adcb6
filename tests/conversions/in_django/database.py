"""The database of the visits: seeded once, put back before each visit, read after it."""

from __future__ import annotations

import hashlib
import importlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


class SeededDatabase:
    """A SQLite file that every visit finds as the seed left it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seed = file.with_suffix(".seed")
        self.session, self._store = _fill()
        self._tables = _tables()
        _close_connections()
        shutil.copy(file, self._seed)

    def put_back(self) -> None:
        """Make the file what it was after seeding; nothing of it is kept in memory."""
        from django.contrib.contenttypes.models import ContentType

        ContentType.objects.clear_cache()
        _close_connections()
        shutil.copy(self._seed, self._file)

    def contents(self) -> dict[str, str]:
        """A digest of every table without what is random or a time of day; sessions decoded."""
        found = {}
        with closing(sqlite3.connect(self._file)) as connection:
            for table, columns in self._tables.items():
                rows = connection.execute(f"SELECT {columns} FROM {table}").fetchall()
                if table == "django_session":
                    rows = [sorted(self._store.decode(data).items()) for (data,) in rows]
                if rows:
                    text = "\n".join(sorted(map(repr, rows)))
                    found[table] = f"{hashlib.md5(text.encode()).hexdigest()[:8]} {len(rows)}"
        return found


def _tables() -> dict[str, str]:
    """The columns to compare of each table, those of many-to-many relations among them."""
    from django.apps import apps
    from django.db.models import DateTimeField

    found = {}
    for model in apps.get_models(include_auto_created=True):
        columns = [
            field.column
            for field in model._meta.concrete_fields
            if not isinstance(field, DateTimeField) and field.name not in ("password", "session_key")
        ]
        found[model._meta.db_table] = ", ".join(f'"{column}"' for column in columns)
    return found


def _fill() -> tuple[str, Any]:
    """Migrate and seed; the session of the reader, and its store."""
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
    return str(session.session_key), session


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
