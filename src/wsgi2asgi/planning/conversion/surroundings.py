"""What stands around a view: Django's decorators and wrappers of the project, its own decorators looked through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View, ViewDecorator
from wsgi2asgi.knowledge.decorators import decorators
from wsgi2asgi.planning.conversion.own_decorators import NotUnderstood, Wrapper, parts_of


def is_own(decorator: ViewDecorator, program: Program) -> bool:
    """Whether it is a function of the project's."""
    return program.canonical(decorator.name) not in decorators() and program.function(decorator.name) is not None


def of_django(view: View, program: Program) -> Iterator[ViewDecorator]:
    """The decorators on a view that are not the project's, those inside the project's own among them."""
    for item in view.decorators:
        if not is_own(item, program):
            yield item
            continue
        for part in _parts(item, program):
            if isinstance(part, str):
                yield replace(item, name=part)


def is_auth_decorator(name: str) -> bool:
    """Whether the decorator asks who the visitor is."""
    return name.startswith(("django.contrib.auth.decorators.", "django.contrib.admin."))


def auth_decorators(view: View, program: Program) -> tuple[ViewDecorator, ...]:
    """Those of Django's decorators on a view that ask who the visitor is."""
    return tuple(item for item in of_django(view, program) if is_auth_decorator(item.name))


def wrappers_of(view: View, program: Program) -> tuple[Wrapper, ...]:
    """The wrappers of the project around a view, as far as its decorators are understood."""
    own = (item for item in view.decorators if is_own(item, program))
    parts = (part for item in own for part in _parts(item, program))
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, Wrapper)))


def functions_of(view: View, program: Program) -> tuple[Function, ...]:
    """The functions of the project that change with a view: its handlers, and the wrappers around it."""
    handlers = (program.function(handler.function) for handler in view.handlers)
    wrappers = (wrapper.function for wrapper in wrappers_of(view, program))
    return (*(item for item in handlers if item is not None), *wrappers)


def _parts(decorator: ViewDecorator, program: Program) -> tuple[Wrapper | str, ...]:
    try:
        return parts_of(decorator.name, program)
    except NotUnderstood:
        return ()
