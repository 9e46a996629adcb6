"""Which of Django's decorators work on async views, by version: ``decorators.toml``, by tools/probe_decorators.py."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from wsgi2asgi.knowledge.async_api import Version, version

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: Where a decorator stands: on a function view, by method_decorator on a handler, so on ``dispatch``, or on an async
#: ``dispatch`` that awaits View's (the gate of a class).
#: Or on a function view, by a function that awaits what it gives, or that calls it in a thread first, where it is done
#: when it calls the view; or that awaits the view first, where it only begins then.
Form = Literal["function", "handler", "dispatch", "gate", "awaited", "checked", "applied"]
#: Those that always look at ``request.user``, in the thread in which their sync form runs.
LOADING_USER = frozenset(
    {
        "django.contrib.admin.views.decorators.staff_member_required",
        "django.contrib.auth.decorators.login_required",
        "django.contrib.auth.decorators.permission_required",
    }
)


@dataclass(frozen=True, slots=True)
class DecoratorFacts:
    """The first version in which it answers like on a sync view, by form (absent: none); ``loop`` says what of it
    then runs on the event loop."""

    since: dict[str, Version]
    loop: str = ""

    def works(self, form: Form, django: Version) -> bool:
        """Whether every release since ``django`` runs it rightly on an async view."""
        return form in self.since and self.since[form] <= django


@cache
def decorators() -> dict[str, DecoratorFacts]:
    """{dotted name where Django defines it: facts}."""
    table = tomllib.loads((files("wsgi2asgi.knowledge") / "decorators.toml").read_text(encoding="utf-8"))
    return {
        name: DecoratorFacts(
            {form: version(row[form]) for form in get_args(Form) if form in row},
            row.get("loop", ""),
        )
        for name, row in table["decorators"].items()
    }
