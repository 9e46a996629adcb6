"""What templates are given: the context of a call, and what context processors add to it.

https://docs.djangoproject.com/en/5.2/ref/templates/api/#built-in-template-context-processors
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.flow import keyed
from wsgi2asgi.analysis.program.flow.state import Env
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.analysis.program.templates.lookups import MESSAGES, PERMS
from wsgi2asgi.analysis.program.types import UNKNOWN, Container, Object, Plain, Request, Type, Types, join
from wsgi2asgi.knowledge.templates import processor_variables

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

_KINDS: Mapping[str, Type] = {
    "perms": Object(PERMS),
    "messages": Object(MESSAGES),
    "request": Request(),
    "plain": Plain("value"),
}
#: Those that startproject writes; settings that cannot be read may have more.
_USUAL = (
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
)


def variables(types: Types) -> Env:
    """The variables that a context makes; what may be anything else stands under "*"."""
    found: Env = {}
    for item in types or UNKNOWN:
        if isinstance(item, Plain):  # None
            continue
        named = item.named if isinstance(item, Container) and item.name == "dict" else None
        if named is None:
            element = item.element if isinstance(item, Container) and item.element else UNKNOWN
            found[keyed.OTHERS] = join(found.get(keyed.OTHERS, ()), element)
        for name, value in named or ():
            found[name] = join(found.get(name, ()), value)
    return found


class Processors:
    """The context processors of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._names = tuple(dict.fromkeys(_names(settings))) or (*_USUAL, "?")

    def functions(self, engine: Engine) -> tuple[str, ...]:
        """Those of the project, as dotted functions."""
        names = (engine.names.canonical(name) for name in self._names)
        return tuple(name for name in names if name in engine.definitions.functions)

    def variables(self, engine: Engine, user: Types) -> Env:
        """What they add to the context of a request of this user."""
        found: Env = {"request": (Request(),), "csrf_token": (Plain("str"),)}
        for written in self._names:
            name = engine.names.canonical(written)
            known = processor_variables(written)
            if name in engine.definitions.functions:
                found.update(variables(engine.call(name, ((Request(),),), {})))
            elif known is None:
                found[keyed.OTHERS] = UNKNOWN
            else:
                for variable, kind in known.items():
                    found[variable] = user if kind == "user" else (_KINDS[kind],)
        return found


def _names(settings: Settings) -> Iterator[str]:
    engines = settings.likely("TEMPLATES")
    for engine in engines if isinstance(engines, list) else ():
        options = engine.get("OPTIONS") if isinstance(engine, dict) else None
        listed = options.get("context_processors") if isinstance(options, dict) else None
        for name in listed if isinstance(listed, list) else ():
            if isinstance(name, str):
                yield name
            else:
                yield "?"
