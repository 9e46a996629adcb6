"""The chains of middleware whose hops are predicted and counted."""

from __future__ import annotations

DEFAULT = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
OTHERS = (
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.cache.FetchFromCacheMiddleware",
)


def _own(*names: str) -> tuple[str, ...]:
    return tuple(f"site_.middleware.{name}" for name in names)


def _among(name: str, position: int) -> tuple[str, ...]:
    return (*DEFAULT[:position], *_own(name), *DEFAULT[position:])


CHAINS = {
    "no middleware": (),
    "the seven of startproject": DEFAULT,
    "sync-only first": _among("SyncOnly", 0),
    "sync-only second": _among("SyncOnly", 1),
    "sync-only in the middle": _among("SyncOnly", 4),
    "sync-only last": _among("SyncOnly", 7),
    "two sync-only apart": (*_among("SyncOnly", 2), *_own("function_sync")),
    "two sync-only side by side": (*DEFAULT[:3], *_own("SyncOnly", "function_sync"), *DEFAULT[3:]),
    "sync-only with process_view": _among("SyncWithView", 3),
    "async-only first": _among("AsyncOnly", 0),
    "async-only last": _among("AsyncOnly", 7),
    "async-only above sync-only": (*_own("AsyncOnly"), *DEFAULT, *_own("SyncOnly")),
    "async-only below sync-only": (*_own("SyncOnly"), *DEFAULT, *_own("AsyncOnly")),
    "sync, async, sync, async": _own("function_sync", "function_async", "SyncOnly", "AsyncOnly"),
    "async, sync, async, sync": _own("AsyncOnly", "SyncOnly", "function_async", "function_sync"),
    "for both modes": _own("Both", "function_both"),
    "for both modes above sync-only": _own("Both", "function_both", "SyncOnly"),
    "a mixin of the project": _among("Mixed", 5),
    "a mixin that is sync only": _among("MixedSyncOnly", 5),
    "an async hook on a mixin": _among("AsyncHook", 5),
    "mixins alone": _own("Mixed", "MixedSyncOnly", "AsyncHook"),
    "hops of its own": (*DEFAULT, *_own("Awaits", "function_awaits")),
    "hops of its own above sync-only": _own("Awaits", "function_awaits", "SyncOnly"),
    "more of Django's": OTHERS + DEFAULT,
    "more of Django's, sync-only last": (*OTHERS, *DEFAULT, *_own("SyncOnly")),
}
