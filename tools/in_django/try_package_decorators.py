"""Put decorators of installed packages on an async view, and print whether each gives a coroutine function back.

Answers JSON on stdout: {dotted name: {"version": of the package, "gives_coroutine": true or false}}; a decorator that
the installed release does not have is left out.
"""

import importlib
import json
import sys
from importlib.metadata import version

import django
from asgiref.sync import iscoroutinefunction
from django.conf import settings

#: Distribution, dotted decorator, what it is called with before it gets the view (None: it gets the view at once).
DECORATORS = (
    ("django-allauth", "allauth.account.decorators.verified_email_required", None),
    ("django-annoying", "annoying.decorators.ajax_request", None),
    ("django-annoying", "annoying.decorators.render_to", ("page.html",)),
    ("django-axes", "axes.decorators.axes_dispatch", None),
    ("django-csp", "csp.decorators.csp", ({"default-src": ["'self'"]},)),
    ("django-csp", "csp.decorators.csp_exempt", ()),
    ("django-csp", "csp.decorators.csp_replace", ({"default-src": ["'self'"]},)),
    ("django-csp", "csp.decorators.csp_update", ({"default-src": ["'self'"]},)),
    ("django-ratelimit", "django_ratelimit.decorators.ratelimit", ("ip",)),
    ("django-guardian", "guardian.decorators.permission_required", ("app.change",)),
    ("django-guardian", "guardian.decorators.permission_required_or_403", ("app.change",)),
    ("django-honeypot", "honeypot.decorators.check_honeypot", None),
    ("django-oauth-toolkit", "oauth2_provider.decorators.protected_resource", ()),
    ("django-oauth-toolkit", "oauth2_provider.decorators.rw_protected_resource", ()),
    ("djangorestframework", "rest_framework.decorators.api_view", ()),
    ("django-reversion", "reversion.views.create_revision", ()),
    ("django-waffle", "waffle.decorators.waffle_flag", ("flag",)),
    ("django-waffle", "waffle.decorators.waffle_switch", ("switch",)),
)


async def page(request):
    """The async view."""


def main():
    """Print the answers."""
    settings.configure(
        SECRET_KEY="probe",
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "allauth", "allauth.account", "axes", "guardian", "oauth2_provider", "rest_framework", "reversion",
            "waffle",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        AUTHENTICATION_BACKENDS=["axes.backends.AxesStandaloneBackend", "guardian.backends.ObjectPermissionBackend"],
        MIDDLEWARE=["allauth.account.middleware.AccountMiddleware"],
        HONEYPOT_FIELD_NAME="name",
    )  # fmt: skip
    django.setup()
    answers = {}
    for distribution, dotted, arguments in DECORATORS:
        module, _, name = dotted.rpartition(".")
        decorator = getattr(importlib.import_module(module), name, None)
        if decorator is None:
            continue
        decorated = decorator(page) if arguments is None else decorator(*arguments)(page)
        answers[dotted] = {"version": version(distribution), "gives_coroutine": bool(iscoroutinefunction(decorated))}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
