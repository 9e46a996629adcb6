"""Whether caches are in memory, and messages outside the session: only where all settings that may count say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import SKELETON

from tests.planning.advice.programs import program_of
from wsgi2asgi.planning.conversion.setting import Setting

_MEMORY = '{"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}'
_REDIS = '{"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1"}'
_NEAR, _FAR = f'CACHES = {{"default": {_MEMORY}}}', f'CACHES = {{"default": {_REDIS}}}'
_SESSION = "django.contrib.messages.storage.session.SessionStorage"
_COOKIE = "django.contrib.messages.storage.cookie.CookieStorage"


def setting(root: Path, lines: str, elsewhere: str = "") -> Setting:
    """The project of the casebook with these lines in its settings, and perhaps other settings for production."""
    files = {"site_/settings.py": f"import os\n{SKELETON['site_/settings.py']}\n{lines}\n"}
    if elsewhere:
        files["site_/production.py"] = f"from site_.settings import *\n{elsewhere}\n"
        files["site_/wsgi.py"] = SKELETON["site_/wsgi.py"].replace("site_.settings", "site_.production")
    found = Setting.of(program_of(root, files))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("lines", "elsewhere", "expected"),
    [
        ("", "", True),
        (_NEAR, "", True),
        (_FAR, "", False),
        (f'if os.environ.get("TEST"):\n    {_NEAR}\nelse:\n    {_FAR}', "", False),
        (f'if os.environ.get("REDIS"):\n    {_FAR}', "", False),
        (f"{_FAR}\n{_NEAR}", "", True),
        (f'{_NEAR}\nCACHES["far"] = {_REDIS}', "", False),
        ('CACHES = {}\nCACHES["default"] = os.environ["CACHE"]', "", False),
        ('CACHES = {"default": {"BACKEND": os.environ.get("CACHE", "django.core.cache.backends.dummy.DummyCache")}}',
         "", False),
        ("", _FAR, False),
    ],
)  # fmt: skip
def test_caches_are_in_memory_where_all_that_may_be_configured_are(
    tmp_path: Path, lines: str, elsewhere: str, expected: bool
) -> None:
    assert setting(tmp_path, lines, elsewhere).caches_in_memory is expected


@pytest.mark.parametrize(
    ("lines", "elsewhere", "expected"),
    [
        ("", "", False),
        (f'MESSAGE_STORAGE = "{_COOKIE}"', "", False),
        (f'MESSAGE_STORAGE = "{_SESSION}"', "", True),
        (f'if os.environ.get("SESSIONS"):\n    MESSAGE_STORAGE = "{_SESSION}"', "", True),
        (f'MESSAGE_STORAGE = os.environ.get("STORAGE", "{_COOKIE}")', "", True),
        ("", f'MESSAGE_STORAGE = "{_SESSION}"', True),
    ],
)
def test_messages_touch_the_session_where_any_storage_that_may_be_configured_does(
    tmp_path: Path, lines: str, elsewhere: str, expected: bool
) -> None:
    assert setting(tmp_path, lines, elsewhere).messages_touch_sessions is expected


def test_an_own_session_store_of_one_branch_counts(tmp_path: Path) -> None:
    assert setting(tmp_path, 'if os.environ.get("OWN"):\n    SESSION_ENGINE = "site_.sessions"').has_own_sessions
