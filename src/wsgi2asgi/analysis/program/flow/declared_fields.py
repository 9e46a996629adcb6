"""The fields and widgets that a form or serializer declares, read from its body, its ``Meta`` and ``__init__``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.types import Types

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine
    from wsgi2asgi.analysis.program.flow.state import State

#: Fields whose value is a row, or one of several.
CHOICES = (
    "django.forms.models.ModelChoiceField", "django.forms.models.ModelMultipleChoiceField",
    "rest_framework.relations.RelatedField",
)  # fmt: skip
OWN = (
    "django.forms.fields.Field", "django.forms.widgets.Widget", "rest_framework.fields.Field",
    "rest_framework.relations.RelatedField", "rest_framework.serializers.BaseSerializer",
)  # fmt: skip
_WHEN_CLEANED = (
    "clean", "validate", "to_python", "run_validators", "value_from_datadict", "to_internal_value", "run_validation",
    "get_queryset",
)  # fmt: skip
_WHEN_SHOWN = (
    "get_context", "render", "optgroups", "create_option", "format_value", "prepare_value", "get_bound_field",
    "label_from_instance", "get_queryset",
)  # fmt: skip


class DeclaredFields:
    """Answers by dotted class; classes outside the project declare what knowledge says."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._own: dict[str, tuple[str, ...]] = {}
        self._keywords: dict[tuple[str, str], tuple[tuple[str, str, int], ...]] = {}

    def choices(self, cls: str) -> Iterator[str]:
        """The fields whose values are rows that a class of the project declares; "" for one without a name."""
        for body in self._bodies(cls):
            stored = [body.ops[at] for stores in body.stores.values() for at in stores]
            names = {op.inputs[0]: op.name for op in stored if op.inputs}
            for index, op in enumerate(body.ops):
                callee = body.callee(index) if op.kind == "call" else None
                if callee and (callee in CHOICES or self._engine.definitions.derives(callee, *CHOICES)):
                    yield names.get(index, "")

    def listed(self, cls: str) -> frozenset[object] | None:
        """The fields that ``Meta.fields`` lists; None where it stands for all or cannot be read."""
        for base in self._engine.definitions.lineages.of(cls):
            body = self._body(f"{base}.Meta")
            if body is None or "fields" not in body.function.local:
                continue
            stored = body.ops[body.stores["fields"][-1]].inputs if "fields" in body.stores else ()
            value = body.ops[stored[0]] if stored else None
            if value is not None and value.kind == "collection":
                return frozenset(body.constant(item) for item in value.inputs)
            return None
        return None

    def given_by_keyword(self, state: State, cls: str, keyword: str) -> Iterator[tuple[str, Types]]:
        """What the fields of a class are given by a keyword, by field."""
        for field, base, index in self._given_by_keyword(cls, keyword):
            body = self._engine.state_of(base)
            if body is not None:
                yield field, body.types[index]
            else:
                self._engine.dirty.add(state.function.name)

    def _given_by_keyword(self, cls: str, keyword: str) -> tuple[tuple[str, str, int], ...]:
        """Each field with the class that declares it and the operation; a class covers what its bases declare."""
        if (cls, keyword) not in self._keywords:
            found: dict[str, tuple[str, str, int] | None] = {}
            for body in self._bodies(cls):
                name = f"{body.facts.module}.{body.function.qualname}"
                for field, stores in body.stores.items():
                    stored = body.ops[stores[-1]].inputs
                    given = body.ops[stored[0]].keyword(keyword) if stored else None
                    found.setdefault(field, None if given is None else (field, name, given))
            self._keywords[cls, keyword] = tuple(item for item in found.values() if item is not None)
        return self._keywords[cls, keyword]

    def mentioned(self, cls: str) -> tuple[str, ...]:
        """The project's functions that the ``__init__`` of a field's class hands on."""
        found = self._engine.definitions.find_method(cls, "__init__")
        body = self._body(found.name) if found is not None else None
        return tuple(self._handed((body,))) if body is not None else ()

    def handed(self, cls: str) -> tuple[str, ...]:
        """The project's functions that a form or model hands to its fields: validators, defaults."""
        return tuple(self._handed(self._bodies(cls)))

    def _handed(self, bodies: Iterable[Body]) -> dict[str, None]:
        functions = self._engine.definitions.functions
        found: dict[str, None] = {}
        for body in bodies:
            called = {op.inputs[0] for op in body.ops if op.kind == "call"}
            inner = {op.inputs[0] for op in body.ops if op.kind == "attr"}
            for index, op in enumerate(body.ops):
                if op.kind in ("name", "attr") and index not in called and index not in inner:
                    name = body.dotted(index)
                    if name in functions and functions[name].facts.kind == "function":
                        found[name] = None
        return found

    def when_cleaned(self, cls: str) -> tuple[str, ...]:
        """The project's functions that validation runs: validators, methods of the project's own fields and widgets."""
        return (*self._methods(cls, _WHEN_CLEANED), *self.handed(cls))

    def when_shown(self, cls: str) -> tuple[str, ...]:
        """The methods of the project's own fields and widgets that rendering runs."""
        return tuple(self._methods(cls, _WHEN_SHOWN))

    def own(self, cls: str) -> tuple[str, ...]:
        """The project's classes of fields, widgets and serializers that a class uses."""
        if cls not in self._own:
            found: dict[str, None] = {}
            known = self._engine.definitions.classes
            for body in (*self._bodies(cls), *self._metas(cls)):
                for index, op in enumerate(body.ops):
                    name = body.dotted(index) if op.kind in ("name", "attr") else None
                    if name in known and name != cls and self._engine.definitions.derives(name, *OWN):
                        found[name] = None
            self._own[cls] = tuple(found)
        return self._own[cls]

    def _methods(self, cls: str, names: tuple[str, ...]) -> Iterator[str]:
        for own in self.own(cls):
            for name in names:
                function = self._engine.definitions.find_method(own, name)
                if function is not None:
                    yield function.name

    def _bodies(self, cls: str) -> Iterator[Body]:
        for base in self._engine.definitions.lineages.of(cls):
            body = self._body(base)
            if body is not None:
                yield body

    def _metas(self, cls: str) -> Iterator[Body]:
        for base in self._engine.definitions.lineages.of(cls):
            for name in (f"{base}.Meta", f"{base}.__init__"):
                body = self._body(name)
                if body is not None:
                    yield body

    def _body(self, name: str) -> Body | None:
        function = self._engine.definitions.functions.get(name)
        if function is None:
            return None
        return Body(self._engine.names, self._engine.names.files[function.path], function.facts)
