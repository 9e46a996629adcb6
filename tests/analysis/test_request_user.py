"""Where requests get another user: middleware of other places counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.auth_backends import backends
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.request_user import user_changes
from wsgi2asgi.analysis.program.user_object import UserObject
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

SETTINGS = 'MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]\n'
LOWERED = SETTINGS.replace("]", ', "shop.middleware.Lower"]')
PRODUCTION = """\
from site_.settings import *

AUTHENTICATION_BACKENDS = ["shop.Backend"]
MIDDLEWARE = [*MIDDLEWARE, "shop.middleware.as_plain"]
"""
OTHER_USER = """\
from django.contrib.auth.models import User


def as_plain(get_response):
    def middleware(request):
        request.user = User.objects.get(username="plain")
        return get_response(request)

    return middleware
"""


def test_backends_and_middleware_of_other_places_count(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/middleware.py": OTHER_USER,
        "site_/settings.py": SETTINGS,
        "site_/production.py": PRODUCTION,
    }
    found = _analysed(files, tmp_path)
    assert "shop.Backend" in backends(found)
    assert _changes(found) == ["shop.middleware.as_plain.<locals>.middleware changes request.user"]


#: What a middleware does before the view runs, and which function changes the object of the visitor then.
LOWERING = {
    "        request.user.is_staff = False": "Lower.__call__",
    "        user = request.user\n        user.is_staff = False": "Lower.__call__",
    "        vars(request)['user'].role = 'guest'": "Lower.__call__",
    "        request.user.__dict__.update(is_staff=False)": "Lower.__call__",
    "        request.user.flags.append('guest')": "Lower.__call__",
    "        del request.user.role": "Lower.__call__",
    "        restrict(request.user)": "restrict",
    "        request.actor = request.user\n        restrict(request.actor)": "restrict",
    "        local.user = request.user\n        current().role = 'guest'": "Lower.__call__",
    "        checked.send(sender=None, user=request.user)": "restrict",
    "        restrict(request.user.profile)": "restrict",
    "        profile = request.user.profile\n        restrict(profile.company)": "restrict",
    "        restrict(getattr(request.user, 'profile'))": "restrict",
    "        request.user.profile.restrict()": "Profile.restrict",
    "        fill(request.user.profile.data)": "fill",
    "        request.user.profile.data['role'] = 'guest'": "Lower.__call__",
    "        request.user.own_rights().clear()": "Lower.__call__",
    "        local.request = request\n        restrict_current()": "restrict_current",
    "        rights.restrict(request.user)": "Lower.__call__",
    "        restrict_in({'of': request})": "restrict_in",
}
MODELS = """\
from django.contrib.auth.models import User
from django.db import models


class Company(models.Model):
    pass


class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    role = models.CharField(max_length=9)
    data = models.JSONField(default=dict)

    def restrict(self):
        self.role = "guest"
"""
LOWER = """\
import logging
import threading

import rights
from django.contrib.auth.models import User
from django.dispatch import Signal, receiver

local = threading.local()
checked = Signal()


class Lower:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
{does}
        return self.get_response(request)


@receiver(checked)
def restrict(user, **kwargs):
    setattr(user, "is_staff", False)


def restrict_current():
    user = local.request.user
    user.is_staff = False


def restrict_in(requests):
    requests["of"].user.is_staff = False


def fill(data):
    data["role"] = "guest"


def current():
    return local.user


def greeting(user):
    return user.username


def known(name):
    user = User(username=name)
    restrict(user)
    user.save()
"""


@pytest.mark.parametrize("does", LOWERING)
def test_a_middleware_changes_the_object(does: str, tmp_path: Path) -> None:
    changed = _changes(_lowering(does, tmp_path))
    module = "shop.models" if LOWERING[does].startswith("Profile") else "shop.middleware"
    assert changed == [f"{module}.{LOWERING[does]} changes the object that request.user is"]


@pytest.mark.parametrize(
    "does",
    [
        "        request.staff = request.user.is_staff",
        "        request.greeting = greeting(request.user)",
        "        if request.user.is_authenticated:\n            known(request.GET['name'])",
        "        request.user.groups.add(1)",
        "        request.role = request.user.profile.role",
        "        request.path_info = request.path_info + request.user.username",
        "        local.user = request.user",
        "        logging.info('%s', request.user)",
        "        rights.note(request.user.username)",
    ],
)
def test_a_middleware_that_looks_at_the_user_or_changes_another_does_not(does: str, tmp_path: Path) -> None:
    assert _changes(_lowering(does, tmp_path)) == []


MIDDLEWARE = {
    "Lower.process_view": """\
class Lower:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, r):
        return self.get_response(r)

    def process_view(self, r, view, args, kwargs):
        r.user.is_staff = False
""",
    "Lower.<locals>.lower": """\
def Lower(inner):
    def lower(r):
        r.user.is_staff = False
        return inner(r)

    return lower
""",
    "lower": """\
from functools import partial


def lower(inner, r):
    r.user.is_staff = False
    return inner(r)


def Lower(inner):
    return partial(lower, inner)
""",
    "Lower.__call__": """\
class Lower:
    def __init__(self, get_response):
        self.get_response = get_response

    async def __call__(self, request):
        user = await request.auser()
        user.is_staff = True
        return await self.get_response(request)
""",
}


@pytest.mark.parametrize("name", MIDDLEWARE)
def test_a_middleware_of_another_shape_changes_the_object(name: str, tmp_path: Path) -> None:
    files = {"shop/__init__.py": "", "shop/middleware.py": MIDDLEWARE[name], "site_/settings.py": LOWERED}
    changed = _changes(_analysed(files, tmp_path))
    assert changed == [f"shop.middleware.{name} changes the object that request.user is"]


ASSIGNING = {
    "request.auser = other": "inner",
    "assign(request)": "assign",
    "local.request = request\n        assign_current()": "assign_current",
}
ASSIGNS = """\
import threading

from django.contrib.auth.models import User

local = threading.local()


def Lower(get_response):
    def inner(request):
        {does}
        return get_response(request)

    return inner


async def other():
    return User()


def assign(r):
    r.user = User()


def assign_current():
    local.request.user = User()
"""


@pytest.mark.parametrize("does", ASSIGNING)
def test_a_middleware_assigns_the_user(does: str, tmp_path: Path) -> None:
    middleware = ASSIGNS.replace("{does}", does)
    files = {"shop/__init__.py": "", "shop/middleware.py": middleware, "site_/settings.py": LOWERED}
    name = "Lower.<locals>.inner" if ASSIGNING[does] == "inner" else ASSIGNING[does]
    assert _changes(_analysed(files, tmp_path)) == [f"shop.middleware.{name} changes request.user"]


ORDERS = "from django.db import models\n\n\nclass Order(models.Model):\n    pass\n"
#: Code that middleware reaches by saving rows, and that handles what nobody knows.
RELAYS = """\
from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.models import Order


class Relay:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        Order.objects.get(pk=1).save()
        return self.get_response(request)


@receiver(post_save)
def told(sender, instance, **kwargs):
    {does}


def copy_of(row, names):
    row.total = [getattr(row, name) for name in names]


def mark(user):
    user.seen = True
"""


@pytest.mark.parametrize(
    "does", ["mark(instance.user)", "mark(instance.parent.user)", "copy_of(instance.parent, ['a'])"]
)
def test_the_row_of_a_signal_and_names_made_at_run_time_say_nothing_of_requests(does: str, tmp_path: Path) -> None:
    middleware = RELAYS.replace("{does}", does)
    files = {"shop/__init__.py": "", "shop/models.py": ORDERS, "shop/middleware.py": middleware}
    settings = SETTINGS.replace("]", ', "shop.middleware.Relay"]')
    assert _changes(_analysed(files | {"site_/settings.py": settings}, tmp_path)) == []


def _lowering(does: str, folder: Path) -> Program:
    middleware = LOWER.replace("{does}", does)
    files = {"shop/__init__.py": "", "shop/models.py": MODELS, "shop/middleware.py": middleware}
    return _analysed(files | {"site_/settings.py": LOWERED}, folder)


def _analysed(files: dict[str, str], folder: Path) -> Program:
    Case("users", "", files).write(folder)
    return analyse(discover(ProjectOptions(folder)), jobs=1)


def _changes(program: Program) -> list[str]:
    return [reason.text for reason in user_changes(program, UserObject(program))]
