"""What the project's settings and version allow: asked once, read by every decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import UnknownValue
from wsgi2asgi.knowledge.async_api import Version, twin_of

#: Cache backends whose calls do no I/O.
_MEMORY_CACHES = (
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
)


@dataclass(frozen=True)
class Setting:
    """A project's circumstances. ``native``: use Django's async methods where the version has them. ``user_in_thread``:
    what runs before has loaded ``request.user`` in a thread, so that ``auser`` would look the user up again."""

    program: Program
    django: Version
    native: bool
    user_in_thread: bool = False

    @classmethod
    def of(cls, program: Program, orm: Literal["native", "wrap"] = "native") -> Setting | None:
        """None where the Django version is unknown."""
        version = program.project.django_version
        return cls(program, version, orm == "native") if version else None

    def twin(self, owner: str, name: str) -> str | None:
        """The async twin to use instead of ``owner.name``, None where there is none or wrapping was asked for."""
        return twin_of(owner, name, self.django) if self.native else None

    @property
    def has_own_auth(self) -> bool:
        """Whether a backend or user model of the project's own may be asked who the visitor is.

        From 5.2 the async methods bypass overrides of the sync ones; a project that has such overrides keeps the sync
        path in every version. (Django 5.2 docs, topics/auth/customizing, "asynchronous versions".)
        """
        settings = self.program.settings
        backends = settings.strings("AUTHENTICATION_BACKENDS")
        own_backend = settings.has("AUTHENTICATION_BACKENDS") and (
            not backends or any(not name.startswith("django.contrib.auth.backends.") for name in backends)
        )
        return own_backend or self._has_own_user_manager

    @property
    def _has_own_user_manager(self) -> bool:
        name = self.program.settings.likely("AUTH_USER_MODEL")
        if name is None or name == "auth.User":
            return False
        if not isinstance(name, str):
            return True
        label, _, model_name = name.partition(".")
        for model in self.program.models.values():
            parts = model.name.split(".")
            if parts[-1] == model_name and label in parts:
                return any(self.program.class_(manager) for manager in model.managers.values())
        return True

    @property
    def has_own_sessions(self) -> bool:
        """Whether the session store is not one of Django's: its sync overrides would be bypassed (5.1 and later)."""
        engine = self.program.settings.likely("SESSION_ENGINE", default="django.contrib.sessions.backends.db")
        return not (isinstance(engine, str) and engine.startswith("django.contrib.sessions.backends."))

    @property
    def messages_touch_sessions(self) -> bool:
        """Whether messages are kept in the session; the default storage writes cookies and reads nothing."""
        default = "django.contrib.messages.storage.fallback.FallbackStorage"
        storage = self.program.settings.likely("MESSAGE_STORAGE", default=default)
        return storage not in (default, "django.contrib.messages.storage.cookie.CookieStorage")

    @property
    def caches_in_memory(self) -> bool:
        """Whether every configured cache keeps its data in the process."""
        caches = self.program.settings.likely("CACHES", default={})
        if not isinstance(caches, dict):
            return False
        backends = [item.get("BACKEND") if isinstance(item, dict) else None for item in caches.values()]
        return all(backend in _MEMORY_CACHES for backend in backends)

    @property
    def atomic_requests(self) -> bool:
        """Whether a database has ATOMIC_REQUESTS, or may have."""
        return any(
            found.value is not False and not (isinstance(found.value, UnknownValue) and found.value.default is False)
            for found in self.program.settings.values("ATOMIC_REQUESTS")
            if not found.overridden
        )
