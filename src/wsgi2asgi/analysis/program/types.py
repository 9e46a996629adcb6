"""What a value may be: a closed union of frozen values. A join gives several; the unknown stays Unknown.

A ``Types`` is a tuple of alternatives without duplicates in a stable order. ``(Unknown(),)`` means that nothing
is known; an Unknown beside others means: one of these or something else. Names of models, classes and functions
are dotted (``shop.models.Book``), those of Django in the place where it defines them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RowShape = Literal["instance", "dict", "tuple", "flat", "date"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known; never to be taken for harmless."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain value of a builtin or standard type that does nothing by itself: ``str``, ``int``, ``datetime`` ...

    ``text``: of a string that names a class or function of the project, or of a part of such a name."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Container:
    """A builtin container or iterator: list, tuple, set, dict, generator ... ``items`` by position of a tuple,
    ``named`` by the constant keys of a dictionary ("*" for all other keys), None where these are not known;
    ``source`` is the project's function that a generator runs when it is iterated."""

    name: str
    element: Types = ()
    items: tuple[Types, ...] = ()
    key: Types = ()
    named: Named | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class QuerySet:
    """A lazy queryset of a model. ``evaluated``: its result cache is known to be filled at this point.

    ``loaded`` holds the relation paths that select_related or prefetch_related load. ``queryset_class`` is the
    project's own class, if it has one.
    """

    model: str | None
    row: RowShape = "instance"
    loaded: tuple[str, ...] = ()
    sliced: bool = False
    evaluated: bool = False
    raw: bool = False
    queryset_class: str | None = None


@dataclass(frozen=True, slots=True)
class Manager:
    """A manager on the model class (``Book.objects``). ``manager_class`` is the project's own, if it has one."""

    model: str | None
    manager_class: str | None = None


@dataclass(frozen=True, slots=True)
class RelatedManager:
    """The manager of a reverse or many-to-many relation on an instance: ``author.books``. ``owner`` is the instance's
    model, ``prefetched`` is true where the relation is known to be loaded, with the relation paths ``loaded`` below."""

    model: str | None
    owner: str
    field: str
    prefetched: bool = False
    loaded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """A model instance; ``loaded`` are the relation paths known to be in memory."""

    model: str | None
    loaded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelClass:
    """A model class itself."""

    model: str


@dataclass(frozen=True, slots=True)
class Request:
    """An HttpRequest."""


@dataclass(frozen=True, slots=True)
class User:
    """``request.user``: lazy unless ``loaded``."""

    model: str | None = None
    loaded: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """``request.session``: loaded by the first look into it, unless ``loaded``."""

    loaded: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """An instance of a form, formset or serializer class of the project, or of Django's (``cls`` dotted).
    ``over_rows``: a serializer made for a query that may not have run. ``validated``: a form that keeps its errors.
    ``is_altered``: others may have given its fields something to run."""

    cls: str
    is_model_form: bool = False
    over_rows: bool = False
    validated: bool = False
    is_altered: bool = False


@dataclass(frozen=True, slots=True)
class BoundField:
    """A field of a form in a template: ``form.author``; any of its fields where ``name`` is None."""

    cls: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """What ``get_template(name)`` gives; ``names`` are those it may be loaded by, None where they are not known."""

    names: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A Django response (``cls`` dotted); TemplateResponse renders later."""

    cls: str = "django.http.response.HttpResponse"


@dataclass(frozen=True, slots=True)
class Object:
    """An instance of a class, of the project or not (``cls`` dotted): ``requests.sessions.Session``, a service.
    ``holds``: what a paginator or a page of it was made of."""

    cls: str
    holds: Types = ()


@dataclass(frozen=True, slots=True)
class ClassRef:
    """A class itself (not a model)."""

    name: str


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function of the project, by dotted name; ``decorators`` that wrap it are to be looked up there."""

    name: str


@dataclass(frozen=True, slots=True)
class MethodRef:
    """A method of the project taken from an object: ``self.helper``."""

    name: str
    receiver: str  # class, dotted


@dataclass(frozen=True, slots=True)
class BuiltMethod:
    """A method that Django, the standard library or Python gives: receiver and name."""

    receiver: Type
    name: str


@dataclass(frozen=True, slots=True)
class ModuleRef:
    """A module."""

    name: str


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the project known by dotted name only: ``time.sleep``, ``requests.get``."""

    name: str


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A callable that moves its function to another thread or loop: ``sync_to_async(f)``, ``async_to_sync(f)``."""

    wrapper: str  # dotted
    function: Types
    thread_sensitive: bool | None = True


@dataclass(frozen=True, slots=True)
class Task:
    """A function that a task queue runs in another process; without ``function`` the decorator that makes one."""

    package: str
    function: Types = ()


@dataclass(frozen=True, slots=True)
class Partial:
    """``functools.partial(f, ...)``: calls f."""

    function: Types


@dataclass(frozen=True, slots=True)
class Super:
    """``super()`` inside a method of ``cls`` (dotted) on ``receiver``."""

    cls: str
    receiver: Type


@dataclass(frozen=True, slots=True)
class Coroutine:
    """What a call of an async function gives before it is awaited."""

    result: Types


Type = (
    Unknown | Plain | Container | QuerySet | Manager | RelatedManager | Instance | ModelClass | Request | User
    | Session | Form | BoundField | Template | Response | Object | ClassRef | FunctionRef | MethodRef | BuiltMethod
    | ModuleRef | External | Wrapped | Task | Partial | Super | Coroutine
)  # fmt: skip
Types = tuple["Type", ...]
Named = tuple[tuple[str, "Types"], ...]

UNKNOWN: Types = (Unknown(),)
#: Rows that are in the database, for ``isinstance``.
ROWS = (QuerySet, Manager, RelatedManager)
#: A dictionary of strings by string.
STRINGS: Types = (Container("dict", (Plain("str"),), key=(Plain("str"),)),)


def join(*alternatives: Types) -> Types:
    """The union of several, each alternative once; equal inputs give equal results."""
    filled = [types for types in alternatives if types]
    if len(filled) < 2:
        return filled[0] if filled else ()
    if len(filled[0]) == 1 and filled.count(filled[0]) == len(filled):
        return filled[0]
    return tuple(dict.fromkeys([item for types in filled for item in types]))
