"""What functions are called with: by annotation, by convention, by call sites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.facts.values import Parameter
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow import annotated, conventions, graphql, keyed
from wsgi2asgi.analysis.program.flow.state import Env, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Container,
    External,
    Instance,
    Named,
    Plain,
    QuerySet,
    Request,
    Type,
    Types,
    Unknown,
    join,
)

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

#: The function that a decorator or middleware wraps: what it does is told where it is called.
WRAPPED = "<wrapped>"
GET_RESPONSE = "<get_response>"
_REQUEST_NAMES = ("request", "req", "http_request")
_STATIC = "builtins.staticmethod"
_CLASS_METHODS = ("builtins.classmethod",)


class Parameters:
    """The types of parameters, as far as call sites have told them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._noted: dict[str, dict[str, Types]] = {}
        self._fixed: dict[str, dict[str, Types]] = {}
        self._presumed: dict[str, dict[str, Types]] = {}
        self._decorators = frozenset(engine.definitions.decorators())

    def fix(self, function: str, types: Mapping[str, Types]) -> None:
        """Parameters whose types are known otherwise: those that a route gives to a view."""
        self._fixed.setdefault(function, {}).update(types)

    def presume(self, function: str, types: Mapping[str, Types]) -> None:
        """Parameters that may be of these types, where nothing else tells what they are."""
        self._presumed.setdefault(function, {}).update(types)

    def note(
        self, function: Function, positional: tuple[Types, ...], keywords: Mapping[str, Types], receiver: Type | None
    ) -> bool:
        """A call site; whether it told something new."""
        noted = self._noted.setdefault(function.name, {})
        changed = False
        names = [item for item in function.facts.parameters if item.kind in ("positional", "positional-only")]
        if _has_self(function):
            names = names[1:]
        given = {item.name: types for item, types in zip(names, positional, strict=False)}
        given.update(keywords)
        for name, types in given.items():
            before = noted.get(name, ())
            after = capped(join(before, types))
            if after != before:
                noted[name] = after
                changed = True
        return changed

    def environment(self, function: Function) -> Env:
        """The variables a function begins with."""
        env: Env = {}
        parameters = function.facts.parameters
        for position, parameter in enumerate(parameters):
            env[parameter.name] = self._types(function, position, parameter)
        return env

    def _types(self, function: Function, position: int, parameter: Parameter) -> Types:
        if parameter.kind == "varargs":
            return (Container("tuple", UNKNOWN),)
        if parameter.kind == "varkw":
            return (Container("dict", UNKNOWN, key=(Plain("str"),), named=self._known_keywords(function)),)
        of_graphql = graphql.parameter(self._engine, function, position, parameter)
        if of_graphql is not None:
            return of_graphql
        if position == 0 and _has_self(function) and function.owner is not None:
            if any(name in _CLASS_METHODS for name in function.decorators) or parameter.name in ("cls", "mcs"):
                return self._engine.class_type(function.owner)
            return self._engine.self_of(function.owner)
        fixed = self._fixed.get(function.name, {}).get(parameter.name)
        if fixed is not None:
            return fixed
        declared = annotated.types_of(self._engine, function, parameter.annotation)
        if declared != UNKNOWN:
            return self._refined(function, parameter, declared)
        by_convention = conventions.parameter(self._engine, function, parameter)
        if by_convention is not None:
            return by_convention
        if parameter.name in _REQUEST_NAMES and position <= 2:
            return (Request(),)
        if parameter.name == "get_response":
            return (External(GET_RESPONSE),)
        if self._is_wrapped(function, position):
            return (External(WRAPPED),)
        return self._from_calls(function, parameter)

    def _refined(self, function: Function, parameter: Parameter, declared: Types) -> Types:
        """What the call sites hand over, where all of them hand over what is declared: they may know what is loaded."""
        noted = self._noted.get(function.name, {}).get(parameter.name, ())
        fits = all(any(_same_model(item, type_) for type_ in declared) for item in noted)
        return noted if noted and fits else declared

    def _known_keywords(self, function: Function) -> Named | None:
        """What calls hand over by names that are no parameters, and ``kwargs["instance"]`` in the ``__init__`` of a
        model form."""
        parameters = {item.name for item in function.facts.parameters}
        noted = self._noted.get(function.name, {})
        found = {name: types for name, types in noted.items() if name not in parameters}
        owner = function.owner
        if owner is not None and function.facts.name == "__init__" and self._engine.forms.is_model_form(owner):
            model = self._engine.views.form_model(owner)
            found |= {"instance": (Instance(model),)} if model else {}
        return (*found.items(), (keyed.OTHERS, UNKNOWN)) if found else None

    def _from_calls(self, function: Function, parameter: Parameter) -> Types:
        noted = self._noted.get(function.name, {}).get(parameter.name, ())
        known = tuple(item for item in noted if not isinstance(item, Unknown))
        presumed = self._presumed.get(function.name, {}).get(parameter.name, UNKNOWN)
        if not noted and parameter.default >= 0:
            return presumed
        return noted if known else presumed

    def _is_wrapped(self, function: Function, position: int) -> bool:
        """The parameter of a decorator, or of the function that a decorator with arguments gives, that takes the
        decorated function."""
        if function.owner is not None:
            of_class = ("__init__", False), ("__call__", True)
            at = (function.owner, function.facts.name == "__call__")
            return position == 1 and (function.facts.name, at[1]) in of_class and at in self._decorators
        if position or function.facts.kind != "function":
            return False
        if (function.name, False) in self._decorators:
            return True
        facts = self._engine.names.files[function.path]
        outer = facts.by_qualname[function.facts.parent or ""]
        if (f"{facts.module}.{outer.qualname}", True) not in self._decorators:
            return False
        return any(op.kind == "name" and op.name == function.facts.name for op in outer.ops)


def _same_model(one: Type, other: Type) -> bool:
    return isinstance(one, (Instance, QuerySet)) and type(one) is type(other) and one.model == other.model


def _has_self(function: Function) -> bool:
    return function.owner is not None and _STATIC not in function.decorators and bool(function.facts.parameters)
