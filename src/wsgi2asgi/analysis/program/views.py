"""Routes, and the views they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.places import Place
from wsgi2asgi.model.verdicts import ViewKind


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a route: the converter's name (``int``, ``slug``, ``str`` ...), or ``regex`` with its pattern."""

    name: str
    converter: str
    pattern: str = ""


RouteKind = Literal["view", "drf", "ninja", "admin", "external", "unknown"]


@dataclass(frozen=True, slots=True)
class Route:
    """One way to reach a view, in the order in which Django tries them.

    ``pattern`` joins the parts as written (``books/<int:pk>/``; parts of ``re_path`` as regular expressions, then
    ``regex`` is true). ``view`` is the view's dotted name, also of a view outside the project; None where it could not
    be followed. ``decorators`` are the dotted names of what wraps it in urls.py, outermost first.
    """

    pattern: str
    place: Place
    kind: RouteKind = "view"
    view: str | None = None
    view_text: str = ""
    regex: bool = False
    name: str | None = None
    namespaces: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()
    decorators: tuple[str, ...] = ()
    initkwargs: tuple[str, ...] = ()  # keyword names given to as_view()
    i18n: bool = False  # inside i18n_patterns: a language prefix stands before it
    conditional: bool = False  # under an if or try in urls.py

    @property
    def url_name(self) -> str | None:
        """What ``reverse`` takes: ``shop:detail``."""
        return ":".join((*self.namespaces, self.name)) if self.name else None


@dataclass(frozen=True, slots=True)
class Handler:
    """A method that answers requests: ``get``, ``post`` ...; for a function view ``__call__``."""

    method: str
    function: str  # dotted
    is_async: bool


@dataclass(frozen=True, slots=True)
class ViewDecorator:
    """A decorator on a view (or, by ``method_decorator``, on the method ``target`` of a class).

    ``name`` is dotted where it is known, the text as written elsewhere. ``in_urls``: it wraps the view in urls.py.
    ``owner`` is the class it stands on or in.
    """

    name: str
    place: Place
    target: str = ""
    in_urls: bool = False
    owner: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A view of the project: what Django calls for a route, or a function of a views module that takes a request.

    ``handlers`` are the project's own functions that may run; ``overrides`` those of ``View``'s machinery that the
    project overrides (``dispatch``, ``setup``, ``__init__``, ``get_queryset`` ...), both including inherited ones from
    classes of the project. ``bases`` is the MRO of a class view without itself.
    """

    name: str
    kind: ViewKind
    place: Place
    path: str
    is_async: bool
    handlers: tuple[Handler, ...] = ()
    overrides: tuple[Handler, ...] = ()
    bases: tuple[str, ...] = ()
    decorators: tuple[ViewDecorator, ...] = ()
    routes: tuple[Route, ...] = ()
    has_unknown_base: bool = False

    @property
    def urls(self) -> tuple[str, ...]:
        """The patterns that lead here, each once."""
        return tuple(dict.fromkeys(route.pattern for route in self.routes))
