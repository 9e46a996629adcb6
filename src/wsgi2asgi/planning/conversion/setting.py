"""What the project's settings and version allow: asked once, read by every decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import Found, SettingValue, UnknownValue
from wsgi2asgi.knowledge.async_api import Version, twin_of
from wsgi2asgi.model.places import Reason
from wsgi2asgi.planning.conversion.authentication import Authentication, authentication, has_own_sessions
from wsgi2asgi.planning.conversion.user_read_before import user_read_before

#: Cache backends whose calls do no I/O.
_MEMORY_CACHES = (
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
)


_PLAIN = Authentication()


@dataclass(frozen=True)
class Setting:
    """A project's circumstances. ``native``: use Django's async methods where the version has them.
    ``authentication``: whether ``auser`` may be asked for the user. ``user_in_thread``: what runs before has loaded
    ``request.user`` in a thread, so that ``auser`` would look the user up again; ``user_read_before``: where middleware
    may do so."""

    program: Program
    django: Version
    native: bool
    authentication: Authentication = _PLAIN
    user_in_thread: bool = False
    user_read_before: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, program: Program, orm: Literal["native", "wrap"] = "native") -> Setting | None:
        """None where the Django version is unknown."""
        version = program.project.django_version
        if not version:
            return None
        before = user_read_before(program)
        return cls(program, version, orm == "native", authentication(program, version), bool(before), before)

    def twin(self, owner: str, name: str) -> str | None:
        """The async twin to use instead of ``owner.name``, None where there is none or wrapping was asked for."""
        return twin_of(owner, name, self.django) if self.native else None

    @property
    def has_own_sessions(self) -> bool:
        """Whether the session store is not one of Django's."""
        return has_own_sessions(self.program)

    @property
    def messages_touch_sessions(self) -> bool:
        """Whether messages are, or may be, kept in the session, here or in other places; the default storage writes
        cookies and reads nothing."""
        default = "django.contrib.messages.storage.fallback.FallbackStorage"
        allowed = (default, "django.contrib.messages.storage.cookie.CookieStorage")
        storages = (item.possible("MESSAGE_STORAGE", default=default) for item in self.program.all_settings)
        return any(storage not in allowed for possible in storages for storage in possible)

    @property
    def caches_in_memory(self) -> bool:
        """Whether every cache that may be configured, here or in other places, keeps its data in the process."""
        return all(
            all(map(_is_in_memory, settings.possible("CACHES", default={})))
            and all(_keeps_in_memory(found) for found in settings.found if found.name == "CACHES")
            for settings in self.program.all_settings
        )

    @property
    def atomic_requests(self) -> bool:
        """Whether a database has ATOMIC_REQUESTS, or may have, here or in other places."""
        return any(
            found.value is not False and not (isinstance(found.value, UnknownValue) and found.value.default is False)
            for settings in self.program.all_settings
            for found in settings.values("ATOMIC_REQUESTS")
            if not found.overridden
        )


def _is_in_memory(caches: SettingValue) -> bool:
    """Whether a value of CACHES names caches in memory only; without any there is one in memory."""
    if not isinstance(caches, dict):
        return False
    backends = [item.get("BACKEND") if isinstance(item, dict) else None for item in caches.values()]
    return all(backend in _MEMORY_CACHES for backend in backends)


def _keeps_in_memory(found: Found) -> bool:
    """Not so ``CACHES["default"] = env.cache()`` and ``CACHES["default"]["BACKEND"] = "...RedisCache"``."""
    if found.overridden or not found.keys:
        return True
    if found.keys[-1] == "BACKEND":
        return found.value in _MEMORY_CACHES
    return len(found.keys) > 1 or isinstance(found.value, dict)
