"""The hooks of Django's own middleware, by which hops are counted."""

from __future__ import annotations

import pytest

from wsgi2asgi.knowledge.known_middleware import known_middleware

#: Counted in the sources of Django 4.2, 5.2 and 6.0; each hook of a MiddlewareMixin is a hop where it runs async.
HOOKS = {
    "django.contrib.auth.middleware.AuthenticationMiddleware": 1,
    "django.contrib.auth.middleware.LoginRequiredMiddleware": 1,
    "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware": 1,
    "django.contrib.messages.middleware.MessageMiddleware": 2,
    "django.contrib.redirects.middleware.RedirectFallbackMiddleware": 1,
    "django.contrib.sessions.middleware.SessionMiddleware": 2,
    "django.contrib.sites.middleware.CurrentSiteMiddleware": 1,
    "django.middleware.cache.FetchFromCacheMiddleware": 1,
    "django.middleware.cache.UpdateCacheMiddleware": 1,
    "django.middleware.clickjacking.XFrameOptionsMiddleware": 1,
    "django.middleware.common.BrokenLinkEmailsMiddleware": 1,
    "django.middleware.common.CommonMiddleware": 2,
    "django.middleware.csp.ContentSecurityPolicyMiddleware": 2,
    "django.middleware.csrf.CsrfViewMiddleware": 3,
    "django.middleware.gzip.GZipMiddleware": 1,
    "django.middleware.http.ConditionalGetMiddleware": 1,
    "django.middleware.locale.LocaleMiddleware": 2,
    "django.middleware.security.SecurityMiddleware": 2,
}


@pytest.mark.parametrize(("name", "count"), HOOKS.items(), ids=HOOKS)
def test_the_hooks_of_djangos_middleware_are_counted(name: str, count: int) -> None:
    known = known_middleware(name, {"django": "6.0"})
    assert known is not None
    assert known.mixin
    assert len(known.hooks) == count


@pytest.mark.parametrize(("django", "mixin"), [("5.1", True), ("5.2", False)])
def test_the_remote_user_middleware_is_natively_async_from_django_5_2_on(django: str, mixin: bool) -> None:
    known = known_middleware("django.contrib.auth.middleware.RemoteUserMiddleware", {"django": django})
    assert known is not None
    assert known.mixin is mixin
