"""Settings for a run on a throw-away copy: the project's own, with all that could reach real data replaced.

``install()`` hooks ``django.conf.Settings``, so the replacement happens whenever and however the project loads its
settings: through ``wsgi.py`` that reads a ``.env`` first, a hard assignment of DJANGO_SETTINGS_MODULE, or
django-configurations. What was replaced is told by ``NOTES``.

Python 3.8 or later, standard library only (and the project's Django).
"""

import os
import sys
import uuid

NOTES = []
SQLITE = "django.db.backends.sqlite3"
KEPT_DATABASE_OPTIONS = ("ATOMIC_REQUESTS", "AUTOCOMMIT", "CONN_MAX_AGE", "CONN_HEALTH_CHECKS", "TIME_ZONE")
LOCAL_HOSTS = ["127.0.0.1", "localhost", "testserver"]
SECRET_KEY = "wsgi2asgi-throw-away-key-that-signs-nothing-of-value-0123456789"


def install():
    """From now on every Settings object that Django makes is one for a throw-away run."""
    import django.conf

    original = django.conf.Settings.__init__

    def initialise(self, settings_module):
        original(self, settings_module)
        replace(self)

    django.conf.Settings.__init__ = initialise


def state_folder():
    """Where this run keeps its database, caches and logs."""
    return os.environ["WSGI2ASGI_SMOKE_STATE"]


def project_folder():
    """The throw-away copy of the project."""
    return os.environ["WSGI2ASGI_SMOKE_PROJECT"]


def is_inside(path, folder):
    """Whether a path lies in a folder, links resolved."""
    path, folder = os.path.realpath(str(path)), os.path.realpath(folder)
    return path == folder or path.startswith(folder + os.sep)


def replace(settings):
    """Replace what must not be touched or cannot be reached, in place."""
    changes = {}
    for part in (databases, caches, sessions, files, hosts, outside_services, logs):
        changes.update(part(settings))
    for name, value in changes.items():
        setattr(settings, name, value)
        settings._explicit_settings.add(name)


def note(text):
    """Remember what was replaced, once."""
    if text not in NOTES:
        NOTES.append(text)


def databases(settings):
    """Every database becomes a fresh SQLite file; aliases of one database share one file."""
    replaced, names = {}, {}
    for alias, options in settings.DATABASES.items():
        engine = options.get("ENGINE", "")
        if not engine or engine.endswith(".dummy"):
            replaced[alias] = options
            continue
        mirror = (options.get("TEST") or {}).get("MIRROR")
        same = mirror or tuple(str(options.get(key, "")) for key in ("ENGINE", "HOST", "PORT", "NAME"))
        name = names.setdefault(same, names.get(mirror) or alias)
        names.setdefault(alias, name)
        database = {key: options[key] for key in KEPT_DATABASE_OPTIONS if key in options}
        database["ENGINE"] = sqlite_engine(engine)
        database["NAME"] = os.path.join(state_folder(), name + ".sqlite3")
        database["OPTIONS"] = dict(options.get("OPTIONS") or {}) if engine == SQLITE else {}
        database["OPTIONS"].setdefault("timeout", 20)
        if engine != SQLITE:
            database.pop("TIME_ZONE", None)
            note(f"database {alias!r} ({engine}) was replaced by SQLite")
        replaced[alias] = database
    return {"DATABASES": replaced}


def sqlite_engine(engine):
    """The engine for a fresh file: SpatiaLite where the project uses GeoDjango."""
    return "django.contrib.gis.db.backends.spatialite" if "gis" in engine or "spatialite" in engine else SQLITE


def caches(settings):
    """Caches become folders of this run, so that two worker processes answer as one does; dummies stay."""
    replaced = {}
    for alias, options in settings.CACHES.items():
        backend = options.get("BACKEND", "")
        if backend.endswith(".DummyCache"):
            replaced[alias] = options
            continue
        kept = {key: options[key] for key in ("TIMEOUT", "KEY_PREFIX", "VERSION") if key in options}
        location = os.path.join(state_folder(), "cache-" + alias)
        replaced[alias] = dict(kept, BACKEND="django.core.cache.backends.filebased.FileBasedCache", LOCATION=location)
        if settings.is_overridden("CACHES"):
            note(f"cache {alias!r} ({backend}) was replaced by files")
    return {"CACHES": replaced}


def sessions(settings):
    """Sessions that live in a cache move to where all server processes find them; cookies travel over plain HTTP."""
    changes = {
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "SESSION_COOKIE_DOMAIN": None,
        "CSRF_COOKIE_DOMAIN": None,
    }
    if settings.SESSION_ENGINE.endswith(".cache"):
        engine = "db" if "django.contrib.sessions" in settings.INSTALLED_APPS else "file"
        changes["SESSION_ENGINE"] = "django.contrib.sessions.backends." + engine
        note(f"sessions were moved from the cache to the {engine} backend")
    if changes.get("SESSION_ENGINE", settings.SESSION_ENGINE).endswith("backends.file"):
        changes["SESSION_FILE_PATH"] = os.path.join(state_folder(), "sessions")
        os.makedirs(changes["SESSION_FILE_PATH"], exist_ok=True)
    return changes


def files(settings):
    """Uploads and collected static files stay in the copy; storages that are somewhere else become folders."""
    changes = {}
    for name, folder in (("MEDIA_ROOT", "media"), ("STATIC_ROOT", "static")):
        value = getattr(settings, name, None)
        if value and not is_inside(value, project_folder()):
            changes[name] = os.path.join(state_folder(), folder)
            note(f"{name} was moved into the copy")
    static_root = changes.get("STATIC_ROOT", getattr(settings, "STATIC_ROOT", None))
    local = "django.core.files.storage.FileSystemStorage"
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    if isinstance(getattr(settings, "STORAGES", None), dict):
        storages = dict(settings.STORAGES)
        if is_foreign_storage(storages.get("default", {}).get("BACKEND", local)):
            storages["default"] = {"BACKEND": local}
            note("the default file storage was replaced by a folder")
        if needs_manifest(storages.get("staticfiles", {}).get("BACKEND", plain), static_root):
            storages["staticfiles"] = {"BACKEND": plain}
            note("the static files storage was replaced by one without a manifest")
        changes["STORAGES"] = storages
        return changes
    if is_foreign_storage(settings.DEFAULT_FILE_STORAGE):
        changes["DEFAULT_FILE_STORAGE"] = local
        note("the default file storage was replaced by a folder")
    if needs_manifest(settings.STATICFILES_STORAGE, static_root):
        changes["STATICFILES_STORAGE"] = plain
        note("the static files storage was replaced by one without a manifest")
    return changes


def is_foreign_storage(backend):
    """Whether a storage keeps files outside of this machine, as far as its name tells."""
    return not str(backend).startswith("django.core.files.storage")


def needs_manifest(backend, static_root):
    """Whether pages would fail because ``collectstatic`` has not been run here, or files lie on another machine."""
    if str(backend) == "django.contrib.staticfiles.storage.StaticFilesStorage":
        return False
    manifest = os.path.join(str(static_root), "staticfiles.json") if static_root else ""
    return not os.path.exists(manifest)


def hosts(settings):
    """Loopback names are allowed; nothing redirects to HTTPS or to another host name."""
    changes = {
        "ALLOWED_HOSTS": list(settings.ALLOWED_HOSTS) + [h for h in LOCAL_HOSTS if h not in settings.ALLOWED_HOSTS],
        "SECRET_KEY": SECRET_KEY,
        "PREPEND_WWW": False,
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS],
    }
    if settings.SECURE_SSL_REDIRECT:
        changes["SECURE_SSL_REDIRECT"] = False
        note("SECURE_SSL_REDIRECT was turned off")
    if hasattr(settings, "MAILERS"):  # Django 6.1 and later
        changes["MAILERS"] = {
            name: {"BACKEND": changes["EMAIL_BACKEND"]} for name in settings.MAILERS or {"default": 0}
        }
        del changes["EMAIL_BACKEND"]
    return changes


def outside_services(settings):
    """Task queues, channel layers, search engines and error trackers of the real deployment are left in peace."""
    changes = {}
    if getattr(settings, "CHANNEL_LAYERS", None):
        memory = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
        changes["CHANNEL_LAYERS"] = dict.fromkeys(settings.CHANNEL_LAYERS, memory)
    for name in ("CELERY_BROKER_URL", "BROKER_URL"):
        if getattr(settings, name, None):
            changes[name] = "memory://"
            note(f"{name} was replaced by memory://")
    for name in ("CELERY_RESULT_BACKEND", "RESULT_BACKEND"):
        if getattr(settings, name, None):
            changes[name] = "cache+memory://"
    if getattr(settings, "HAYSTACK_CONNECTIONS", None):
        simple = {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}
        changes["HAYSTACK_CONNECTIONS"] = dict.fromkeys(settings.HAYSTACK_CONNECTIONS, simple)
        note("the search engines were replaced by the simple backend")
    if "debug_toolbar" in settings.INSTALLED_APPS:
        hidden = {"SHOW_TOOLBAR_CALLBACK": show_nothing}
        changes["DEBUG_TOOLBAR_CONFIG"] = dict(getattr(settings, "DEBUG_TOOLBAR_CONFIG", {}), **hidden)
    if "sentry_sdk" in sys.modules:
        sys.modules["sentry_sdk"].init(dsn="")
        note("Sentry was turned off")
    return changes


def show_nothing(request):
    """The debug toolbar prints timings; it stays away."""
    return False


def logs(settings):
    """Log files go to this run's folder."""
    configuration = settings.LOGGING
    if not isinstance(configuration, dict) or not isinstance(configuration.get("handlers"), dict):
        return {}
    handlers = {}
    for name, handler in configuration["handlers"].items():
        filename = handler.get("filename") if isinstance(handler, dict) else None
        if filename:
            unique = f"{name}-{uuid.uuid4().hex[:8]}.log"
            handler = dict(handler, filename=os.path.join(state_folder(), unique))
        handlers[name] = handler
    return {"LOGGING": dict(configuration, handlers=handlers)}


def refuse_real_databases():
    """Raise unless every database is one of this run's files: the user's own data is never touched."""
    from django.db import connections

    for alias in connections:
        options = connections[alias].settings_dict
        name = options.get("NAME")
        if options.get("ENGINE", "").endswith(".dummy") or (name and is_inside(name, state_folder())):
            continue
        raise RuntimeError(f"database {alias!r} is not the throw-away one; refusing to touch {name!r}")
