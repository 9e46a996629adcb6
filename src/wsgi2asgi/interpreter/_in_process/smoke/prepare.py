"""Prepare a throw-away database and tell what there is to visit.

Runs in the project's interpreter, in the copy: tables by ``migrate`` (or from the models, where the migrations do not
run on SQLite), rows by the project's own seed command, rows for models that have none, a test user who is logged in,
collected static files where the project serves them itself.

Python 3.8 or later, standard library only (and the project's Django).
"""

import os

import wsgi2asgi_boot
import wsgi2asgi_settings
from wsgi2asgi_instances import fill, first_line
from wsgi2asgi_routes import routes

NAME, PASSWORD = "wsgi2asgi_smoke", "wsgi2asgi-Smoke-4711"
SEEDS = ("seed", "seed_demo", "seed_data", "seed_db", "seed_database", "demo_data", "load_demo", "load_demo_data")
QUIET = {"verbosity": 0, "interactive": False}


class TablesNotMade(Exception):
    """Neither the migrations nor the models make tables on SQLite; says why the migrations do not."""


def main(request):
    """``{}`` → what the visits need: routes, session cookie, login page, static address, notes."""
    application = wsgi2asgi_boot.load("wsgi")
    from django.conf import settings

    notes = wsgi2asgi_settings.NOTES
    make_tables(notes)
    seed(notes)
    user = make_user(notes)
    fill(user, notes)
    cookie = log_in(user, notes)
    collect_static(notes)
    return {
        "routes": routes(user),
        "cookie": cookie,
        "login": login_page(user),
        "static": str(settings.STATIC_URL or ""),
        "files": served_files(application, settings),
        "notes": notes,
    }


def served_files(application, settings):
    """Addresses of a few files that WhiteNoise serves as a wrapper in wsgi.py, outside of the static files."""
    known = getattr(application, "files", None)
    static = settings.STATIC_URL or "/static/"
    return sorted(path for path in known if not path.startswith(static))[:3] if isinstance(known, dict) else []


def make_tables(notes):
    """Tables in every database. Raises TablesNotMade."""
    from django.core.management import call_command
    from django.db import connections

    hurry()
    aliases = [alias for alias in connections if not connections[alias].settings_dict["ENGINE"].endswith(".dummy")]
    try:
        for alias in aliases:
            call_command("migrate", database=alias, run_syncdb=True, **QUIET)
    except Exception as error:
        notes.append(f"the migrations do not run on SQLite ({first_line(error)}); tables were made from the models")
        for alias in aliases:
            forget(alias)
        without_migrations()
        try:
            for alias in aliases:
                call_command("migrate", database=alias, run_syncdb=True, **QUIET)
        except Exception:
            raise TablesNotMade(first_line(error)) from error


def hurry():
    """A test database that is lost in a power cut is no loss."""
    from django.db.backends.signals import connection_created

    def go_fast(connection, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")

    connection_created.connect(go_fast, weak=False)


def forget(alias):
    """Delete what a failed attempt left of a database."""
    from django.db import connections

    wsgi2asgi_settings.refuse_real_databases()
    connections[alias].close()
    if os.path.exists(connections[alias].settings_dict["NAME"]):
        os.remove(connections[alias].settings_dict["NAME"])


def without_migrations():
    """From now on no application has migrations."""
    from django.apps import apps
    from django.conf import settings

    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}


def seed(notes):
    """Run the project's own seed command, if it has one that asks for nothing."""
    from django.core.management import call_command, get_commands, load_command_class

    commands = get_commands()
    for name in SEEDS:
        app = commands.get(name)
        if app is None:
            continue
        try:
            command = load_command_class(app, name) if isinstance(app, str) else app
            call_command(command)
            notes.append(f"rows were made by the project's command {name!r}")
        except BaseException as error:  # also SystemExit and CommandError: the rows of `fill` remain
            notes.append(f"the project's command {name!r} failed: {first_line(error)}")
        return


def make_user(notes):
    """A superuser, or None where the project has no users that can be made."""
    from django.apps import apps

    if not apps.is_installed("django.contrib.auth"):
        notes.append("django.contrib.auth is not installed: only anonymous visits")
        return None
    from django.contrib.auth import get_user_model
    from wsgi2asgi_instances import plain_value

    model = get_user_model()
    fields = {"password": PASSWORD, model.USERNAME_FIELD: NAME}
    for name in dict.fromkeys([*model.REQUIRED_FIELDS, model.USERNAME_FIELD]):
        field = model._meta.get_field(name)
        if name != model.USERNAME_FIELD or "email" in type(field).__name__.lower():
            fields[name] = plain_value(field, 7)
    try:
        return model._default_manager.create_superuser(**fields)
    except Exception as error:
        notes.append(f"no test user ({first_line(error)}): only anonymous visits")
        return None


def log_in(user, notes):
    """``[name, value]`` of the test user's session cookie, or None."""
    from django.conf import settings
    from django.test import Client

    if user is None:
        return None
    client = Client()
    backends = list(settings.AUTHENTICATION_BACKENDS)
    backend = next((item for item in backends if item.endswith(".ModelBackend")), backends[0])
    try:
        client.force_login(user, backend=backend)
        return [settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value]
    except Exception as error:
        notes.append(f"no session for the test user ({first_line(error)}): only anonymous visits")
        return None


def login_page(user):
    """Where the admin's login form is and what to fill in, or None."""
    from django.urls import NoReverseMatch, reverse

    if user is None:
        return None
    try:
        return {"path": reverse("admin:login"), "username": user.get_username(), "password": PASSWORD}
    except NoReverseMatch:
        return None


def collect_static(notes):
    """Collect static files where something in the project serves them from STATIC_ROOT by itself."""
    import sys

    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    serves = "whitenoise" in sys.modules or "servestatic" in sys.modules
    if not (serves and apps.is_installed("django.contrib.staticfiles") and settings.STATIC_ROOT):
        return
    try:
        call_command("collectstatic", **QUIET)
    except Exception as error:
        notes.append(f"static files were not collected: {first_line(error)}")
