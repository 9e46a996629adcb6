"""Decorators that take sync views only, on a function view that becomes async: a small function of the project helps.

Those that are done when they call the view give its coroutine, or an answer of their own. ``awaited``, above them,
awaits the one and gives the other on. One that looks up the user is asked in a thread by ``checked_in_thread``, in its
sync form whatever the version, so that it lets in whom it let in before; so is one that would look up again whom
middleware has looked up. One that only changes the response is given
that by ``applied_after``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.request_user import changes_user
from wsgi2asgi.analysis.program.views import View, ViewDecorator
from wsgi2asgi.knowledge.decorators import LOADING_USER, decorators
from wsgi2asgi.model.plan import Json
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.own_decorators import NotUnderstood, parts_of
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.surroundings import auth_decorators, functions_of, is_auth_decorator, is_own

#: Which help, as ``knowledge/decorators.toml`` names it, and the function that gives it.
Help = Literal["awaited", "checked", "applied"]
FUNCTIONS: dict[Help, str] = {"awaited": "awaited", "checked": "checked_in_thread", "applied": "applied_after"}


class Helped(NamedTuple):
    """A decorator that gets help; ``at``: which of those on the function it is, from above."""

    decorator: ViewDecorator
    at: int
    help: Help


def helped(view: View, setting: Setting) -> tuple[Helped, ...]:
    """The decorators on a view that need help and can get it."""
    function = setting.program.function(view.name) if view.kind == "function" else None
    if function is None or view.is_async:
        return ()
    written = view.decorators[len(view.decorators) - len(function.facts.decorators) :]
    found = ((item, at, _help_for(item, setting)) for at, item in enumerate(written))
    return tuple(Helped(item, at, wanted) for item, at, wanted in found if wanted is not None)


def _help_for(decorator: ViewDecorator, setting: Setting) -> Help | None:
    facts = [decorators().get(name) for name in _of_django(decorator, setting.program)]
    known = [item for item in facts if item is not None]
    if not known or len(known) < len(facts):
        return None
    asks_again = bool(setting.user_read_before) and any(map(is_auth_decorator, _of_django(decorator, setting.program)))
    if asks_again and all(item.works("checked", setting.django) for item in known):
        return "checked"
    if all(item.works("function", setting.django) for item in known):
        return None
    return next((wanted for wanted in FUNCTIONS if all(item.works(wanted, setting.django) for item in known)), None)


def _of_django(decorator: ViewDecorator, program: Program) -> Iterator[str]:
    """The decorators of Django's that it is, or consists of; nothing where more belongs to it."""
    if not is_own(decorator, program):
        yield program.canonical(decorator.name)
        return
    try:
        parts = parts_of(decorator.name, program)
    except NotUnderstood:
        return
    if all(isinstance(part, str) for part in parts):
        yield from (program.canonical(part) for part in parts if isinstance(part, str))


def asking_async(view: View, setting: Setting) -> tuple[ViewDecorator, ...]:
    """The decorators on an async view that ask in their async form who the visitor is."""
    in_thread = {item.decorator.place for item in helped(view, setting)}
    return tuple(item for item in auth_decorators(view, setting.program) if item.place not in in_thread)


def loads_user(view: View, setting: Setting) -> bool:
    """Whether a decorator that is asked in a thread always leaves ``request.user`` loaded."""
    program = setting.program
    function = program.function(view.name)
    checked = [item.at for item in helped(view, setting) if item.help == "checked"]
    if function is None or any(changes_user(program, item) is not None for item in functions_of(view, program)):
        return False
    return any(program.canonical(function.decorators[at]) in LOADING_USER for at in checked)


def hops_of_help(view: View, setting: Setting) -> int:
    """The decorators that are asked in a thread, each in a hop of its own."""
    return sum(item.help == "checked" for item in helped(view, setting))


def help_edit(view: View, module: str, setting: Setting) -> Edit:
    """The edit of the decorators on a function: ``awaited`` goes above each run of those that it helps."""
    found = helped(view, setting)
    awaited = [item.at for item in found if item.help == "awaited"]
    into: dict[str, list[Json]] = {}
    for item in found:
        if item.help != "awaited":
            into.setdefault(FUNCTIONS[item.help], []).append(item.at)
    own = sorted({facts.module.partition(".")[0] for facts in setting.program.files.values()})
    options: dict[str, Json] = {
        "module": module,
        "above": [at for at in awaited if at - 1 not in awaited],
        "into": {**into},
        "own": [*own],
    }
    return Edit("help_decorators", setting.program.functions[view.name].facts.span, options)
