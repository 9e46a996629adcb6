"""Where effects are seen: functions of Django and of well-known libraries, and the interpreter's own audit events."""

import functools
import os
import sys

from wsgi2asgi_on_import import on_import

_CACHE = (
    "get", "set", "add", "delete", "touch", "get_many", "set_many", "delete_many", "has_key", "incr", "decr", "clear",
    "get_or_set",
)  # fmt: skip
#: Module -> effect -> functions and methods of it.
WATCHED = {
    "django.db.backends.utils": {
        "db": ("CursorWrapper.execute", "CursorWrapper.executemany", "CursorWrapper.callproc")
    },
    "django.db.backends.base.base": {"db": ("BaseDatabaseWrapper.connect", "BaseDatabaseWrapper._commit")},
    "django.core.mail.message": {"mail": ("EmailMessage.send",)},
    "django.core.mail.backends.locmem": {"mail": ("EmailBackend.send_messages",)},
    "django.core.mail.backends.smtp": {"mail": ("EmailBackend.send_messages",)},
    "django.contrib.auth.hashers": {"cpu": ("make_password", "check_password")},
    "smtplib": {"mail": ("SMTP.connect", "SMTP.sendmail")},
    "http.client": {"http": ("HTTPConnection.request",)},
    "urllib.request": {"http": ("OpenerDirector.open",)},
    "requests.sessions": {"http": ("Session.request", "Session.send")},
    "urllib3.connectionpool": {"http": ("HTTPConnectionPool.urlopen",)},
    "httpx._client": {"http": ("Client.send",)},
    "hashlib": {"cpu": ("pbkdf2_hmac", "scrypt")},
    "time": {"sleep": ("sleep",)},
}
#: https://docs.python.org/3/library/audit_events.html
AUDITED = {
    "open": "file",
    "subprocess.Popen": "subprocess",
    "os.system": "subprocess",
    "os.posix_spawn": "subprocess",
    "socket.connect": "socket",
    "socket.getaddrinfo": "socket",
    "socket.gethostbyname": "socket",
}


def install(note):
    """Call ``note(effect, what)`` from now on whenever an effect happens."""

    def audit(event, arguments):
        effect = AUDITED.get(event)
        if effect is not None and not (event == "open" and belongs_to_python(arguments[0])):
            note(effect, event)

    sys.addaudithook(audit)
    on_import({name: lambda module: watch(module, note) for name in (*WATCHED, "django.core.cache.backends.base")})


def belongs_to_python(file):
    """Whether what is opened is a descriptor or comes with Python and its packages: they read it once a process."""
    name = os.fsdecode(file) if isinstance(file, (str, bytes, os.PathLike)) else ""
    return not name or name.startswith((sys.prefix, sys.base_prefix, os.path.join(os.sep, "usr", "share", "zoneinfo")))


def watch(module, note):
    """Wrap what is watched in a module."""
    for effect, names in WATCHED.get(module.__name__, {}).items():
        for name in names:
            owner, _, attribute = name.rpartition(".")
            place = getattr(module, owner, None) if owner else module
            if place is not None and hasattr(place, attribute):
                wrap(place, attribute, effect, note)
    if module.__name__ == "django.core.cache.backends.base":
        watch_caches(module.BaseCache, note)


def watch_caches(base, note):
    """A cache's methods are its own class's, so they are wrapped when the first one of a class is made."""
    begin, done = base.__init__, set()

    @functools.wraps(begin)
    def begins(self, *args, **kwargs):
        for cls in type(self).__mro__[:-1]:
            if cls not in done:
                done.add(cls)
                for name in _CACHE:
                    if name in vars(cls):
                        wrap(cls, name, "cache", note)
        begin(self, *args, **kwargs)

    base.__init__ = begins


def wrap(place, attribute, effect, note):
    """Tell of each call of a function before it runs."""
    original = getattr(place, attribute)
    what = attribute if effect == "sleep" else f"{place.__name__}.{attribute}"

    @functools.wraps(original)
    def watched(*args, **kwargs):
        if effect == "db" and len(args) > 1:
            note(effect, statement(args[1]))
        elif effect != "cpu" or (args and args[0] is not None):  # a password that is None is never hashed
            note(effect, what)
        return original(*args, **kwargs)

    setattr(place, attribute, watched)


def statement(sql):
    """The first word of a statement: what kind of query it is."""
    words = str(sql).split(None, 1)
    return words[0].upper()[:20] if words else ""
