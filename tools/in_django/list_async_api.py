"""Run inside an environment with Django: print as JSON which of its APIs have an async twin.

Output: {"django": "5.2.1", "owners": {dotted owner: {sync name: async name}}}. A twin counts if it is the
sync name with ``a`` in front, or one of the irregular pairs below, and is callable. Standard library and Django only.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

#: Owners that are importable as they stand: modules and classes.
OWNERS = (
    "django.contrib.auth",
    "django.contrib.auth.base_user.AbstractBaseUser",
    "django.contrib.auth.base_user.BaseUserManager",
    "django.contrib.auth.hashers",
    "django.contrib.auth.models.AnonymousUser",
    "django.contrib.auth.models.PermissionsMixin",
    "django.contrib.auth.models.UserManager",
    "django.contrib.sessions.backends.base.SessionBase",
    "django.core.cache.backends.base.BaseCache",
    "django.core.paginator.Paginator",
    "django.db.models.base.Model",
    "django.db.models.manager.Manager",
    "django.db.models.query",
    "django.db.models.query.QuerySet",
    "django.db.models.query.RawQuerySet",
    "django.dispatch.dispatcher.Signal",
    "django.shortcuts",
    "django.tasks.base.Task",
    "django.tasks.base.TaskResult",
)
#: Pairs whose names do not follow the rule.
IRREGULAR = {
    "__iter__": "__aiter__",
    "__getitem__": "aget",
    "__setitem__": "aset",
    "__delitem__": "apop",
    "__contains__": "ahas_key",
}
IRREGULAR_OWNERS = {
    "django.contrib.sessions.backends.base.SessionBase": ("__getitem__", "__setitem__", "__delitem__", "__contains__"),
    "django.db.models.query.QuerySet": ("__iter__",),
    "django.db.models.query.RawQuerySet": ("__iter__",),
}


def resolve(dotted: str) -> Any:
    """The module or class of this name, or None where this Django does not have it."""
    try:
        return importlib.import_module(dotted)
    except ImportError:
        module, _, name = dotted.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


def twins(owner: Any, irregular: tuple[str, ...] = ()) -> dict[str, str]:
    """{sync name: async name} of one owner."""
    found = {
        name: "a" + name
        for name in sorted(dir(owner))
        if not name.startswith("_") and callable(getattr(owner, "a" + name, None))
    }
    found.update({name: IRREGULAR[name] for name in irregular if hasattr(owner, IRREGULAR[name])})
    return found


def related_managers() -> dict[str, Any]:
    """The manager classes that Django builds for relations: they exist only for live models."""
    from django.contrib.auth.models import User
    from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
    from django.contrib.contenttypes.models import ContentType
    from django.db import models

    class Tagged(models.Model):
        content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
        object_id = models.IntegerField()
        target = GenericForeignKey()

        class Meta:
            app_label = "auth"

    class Thing(models.Model):
        tags = GenericRelation(Tagged)

        class Meta:
            app_label = "auth"

    class Part(models.Model):
        thing = models.ForeignKey(Thing, on_delete=models.CASCADE, null=True)

        class Meta:
            app_label = "auth"

    return {
        "ManyRelatedManager": type(User(pk=1).groups),
        "RelatedManager": type(Thing(pk=1).part_set),
        "GenericRelatedObjectManager": type(Thing(pk=1).tags),
    }


def has_request_auser() -> bool:
    """Whether AuthenticationMiddleware gives requests an ``auser``."""
    from django.contrib.auth.middleware import AuthenticationMiddleware
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest, HttpResponse

    request = HttpRequest()
    request.session = SessionStore()
    AuthenticationMiddleware(lambda _: HttpResponse()).process_request(request)
    return hasattr(request, "auser")


def main() -> None:
    """Set Django up on nothing and print what it has."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    call_command("migrate", verbosity=0)  # a generic relation's manager looks its content type up
    owners = {name: twins(found, IRREGULAR_OWNERS.get(name, ())) for name in OWNERS if (found := resolve(name))}
    owners.update({name: twins(found) for name, found in related_managers().items()})
    owners["django.http.request.HttpRequest"] = {"user": "auser"} if has_request_auser() else {}
    json.dump({"django": django.__version__, "owners": owners}, sys.stdout)


if __name__ == "__main__":
    main()
