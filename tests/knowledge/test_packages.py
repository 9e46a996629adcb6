"""The table of packages is well-formed, and versions are judged by it."""

from __future__ import annotations

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

from wsgi2asgi.knowledge.floors import django_floors, floors
from wsgi2asgi.knowledge.packages import packages

#: What was read for the table, a name for each distribution.
CATALOGUED = """
django asgiref uvicorn uvicorn-worker gunicorn daphne hypercorn granian channels channels-redis whitenoise servestatic
blacknoise django-cors-headers django-debug-toolbar django-allauth djangorestframework adrf django-ninja
drf-spectacular drf-yasg django-filter djangorestframework-simplejwt dj-rest-auth djoser django-oauth-toolkit
social-auth-app-django mozilla-django-oidc django-cas-ng django-auth-ldap django-axes django-defender django-ratelimit
django-otp django-two-factor-auth django-hijack django-impersonate django-loginas django-sesame django-request-token
django-lockdown django-maintenance-mode django-csp django-permissions-policy django-htmx django-browser-reload
django-minify-html django-compression-middleware django-hosts django-user-agents django-simple-history django-auditlog
django-easy-audit django-reversion django-pghistory django-crum django-currentuser django-crequest django-threadlocals
ambient-toolbox django-multitenant django-tenants django-log-request-id django-guid django-structlog django-prometheus
django-silk nplusone django-zeal django-querycount django-request-logging django-extensions django-compressor
django-webpack-loader django-import-export django-storages sorl-thumbnail easy-thumbnails django-imagekit django-redis
django-cacheops django-cachalot django-constance django-waffle django-guardian rules django-configurations
django-environ dj-database-url django-health-check django-eventstream django-anymail celery django-celery-beat
django-q2 django-rq huey dramatiq django-apscheduler django-db-geventpool dj-db-conn-pool psycopg2 psycopg2-binary
psycopg mysqlclient psycogreen gevent eventlet uwsgi uwsgidecorators mod-wsgi graphene-django
strawberry-graphql-django django-unicorn wagtail django-cms sentry-sdk newrelic ddtrace elastic-apm
opentelemetry-instrumentation-django scout-apm rollbar posthog pytest-django pytest-asyncio
"""
STATES = {"ok", "sync", "hops", "setup", "risk", "unsupported", "server", "unsure"}


@pytest.mark.parametrize("name", packages())
def test_every_row_is_well_formed(name: str) -> None:
    row = packages()[name]
    assert canonicalize_name(name) == name
    assert row.state in STATES
    assert row.source.startswith("https://")
    assert row.note
    assert not row.note.endswith(".")
    assert row.floor is None or Version(row.floor)


def test_all_that_was_catalogued_is_there() -> None:
    missing = [name for name in CATALOGUED.split() if name not in packages()]
    assert missing == []


def test_the_floors_of_django_and_asgiref_are_those_of_their_rules() -> None:
    assert packages()["asgiref"].floor == floors("asgiref")[-1].floor
    assert packages()["django"].floor in django_floors().branches.values()
