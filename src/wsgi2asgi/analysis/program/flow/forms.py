"""Forms, formsets and serializers: which may query, and which of the project's methods they run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.flow import constructed, serializers, signals
from wsgi2asgi.analysis.program.flow.declared_fields import DeclaredFields
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.given_to_fields import asked_when_shown, given_to_fields
from wsgi2asgi.analysis.program.flow.instances import is_file
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import UNKNOWN, Container, Form, Instance, Plain, Types
from wsgi2asgi.knowledge.members import Member
from wsgi2asgi.model.findings import Certainty, EffectKind

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

FORM_BASES = (
    "django.forms.forms.BaseForm", "django.forms.formsets.BaseFormSet", "rest_framework.serializers.BaseSerializer",
)  # fmt: skip
_MODEL_BASES = (
    "django.forms.models.BaseModelForm", "django.forms.models.BaseModelFormSet",
    "rest_framework.serializers.ModelSerializer",
    "django.contrib.auth.forms.AuthenticationForm", "django.contrib.auth.forms.PasswordResetForm",
    "django.contrib.auth.forms.SetPasswordForm", "django.contrib.auth.forms.BaseUserCreationForm",
)  # fmt: skip
#: The place of ``instance`` among the arguments of a model form.
_INSTANCE = 8
_FORM, _MODEL_FORM = "django.forms.forms.BaseForm", "django.forms.models.BaseModelForm"
_FORMSET = "django.forms.formsets.BaseFormSet"
#: Methods that make and count the forms of a formset.
_MAKING = (
    "_construct_form", "add_fields", "get_form_kwargs", "total_form_count", "initial_form_count", "management_form",
    "get_queryset",
)  # fmt: skip
#: Their validation checks a password against its hash; saving the others makes a hash.
_CHECKS = ("django.contrib.auth.forms.AuthenticationForm", "django.contrib.auth.forms.PasswordChangeForm")
_HASHES = ("django.contrib.auth.forms.SetPasswordForm", "django.contrib.auth.forms.BaseUserCreationForm")
#: Methods of forms and of models that validation runs, beside those whose names begin with "clean".
#: (https://github.com/django/django/blob/main/django/forms/forms.py)
_CLEANING = (
    "_post_clean", "_clean_fields", "_clean_form", "_clean_bound_field", "full_clean", "to_internal_value", "errors",
    "add_error", "add_prefix", "get_initial_for_field", "has_changed", "changed_data", "_bound_items",
    "_field_data_value", "_widget_data_value", "__getitem__", "__iter__", "forms", "_should_delete_form", *_MAKING,
)  # fmt: skip
_OF_MODELS = ("clean", "full_clean", "clean_fields", "validate_unique", "validate_constraints")
#: What an ``__init__`` mentions that gives fields rows to choose from.
_MAKE_CHOICES = frozenset({"ModelChoiceField", "ModelMultipleChoiceField", "queryset", "choices"})


class Forms:
    """What forms do, by class."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.fields = DeclaredFields(engine)
        self._querying: dict[str, bool] = {}

    def is_model_form(self, cls: str) -> bool:
        """Whether it saves a model."""
        return self._engine.definitions.derives(cls, *_MODEL_BASES)

    def may_query(self, cls: str) -> bool:
        """Whether validation or rendering may query by itself: model forms, model choice fields, bases not seen."""
        found = self._querying.get(cls)
        if found is None:
            known = self._engine.definitions.classes.get(cls)
            unseen = known is None or known.has_unknown_base
            found = self._querying[cls] = self.is_model_form(cls) or unseen or self.has_choices(cls)
        return found

    def has_choices(self, cls: str) -> bool:
        """Whether a class of the project declares a field whose choices are rows."""
        return any(True for _ in self.fields.choices(cls))

    def may_show_rows(self, cls: str, name: str | None) -> bool:
        """Whether rendering a form, or its field of that name, may fetch the rows to choose from."""
        known = self._engine.definitions.classes.get(cls)
        own = self._engine.definitions.find_method(cls, "__init__")
        if known is None or known.has_unknown_base or (own is not None and own.facts.mentions & _MAKE_CHOICES):
            return self.may_query(cls)
        names = set(self.fields.choices(cls))
        if self.is_model_form(cls):
            model = self._engine.models.all.get(self._engine.views.form_model(cls) or "")
            listed = self.fields.listed(cls)
            fields = model.fields.values() if model else ()
            related = {field.name for field in fields if field.relation}
            names |= related if listed is None else {item for item in related if item in listed}
            if model is None:
                return True
        return bool(names) if name is None else name in names

    def _has_file(self, cls: str, model: str | None) -> bool:
        """Whether a model form has a field whose file is written when the form is saved."""
        known = self._engine.models.all.get(model or "")
        files = {name for name, field in known.fields.items() if is_file(self._engine, field)} if known else set()
        listed = self.fields.listed(cls) if files else None
        return bool(files if listed is None else files & listed)

    def parts(self, cls: str) -> tuple[str, ...]:
        """The project's methods that validation runs: ``clean``, ``clean_title``, ``validate`` ..."""
        found: dict[str, str] = {}
        for base in self._engine.definitions.lineages.of(cls):
            known = self._engine.definitions.classes.get(base)
            for name, dotted in known.methods.items() if known else ():
                if name.startswith(("clean", "validate")) or name in _CLEANING:
                    found.setdefault(name, dotted)
        given = given_to_fields(self._engine, cls).functions
        return tuple(
            dict.fromkeys((*found.values(), *self.fields.when_cleaned(cls), *given, *self._parts_of_model(cls)))
        )

    def _parts_of_model(self, cls: str) -> Iterator[str]:
        """The project's methods and validators of a model that a model form runs. (``BaseModelForm._post_clean``)"""
        model = self._engine.views.form_model(cls) if self.is_model_form(cls) else None
        if model is None:
            return
        yield from self.fields.when_cleaned(model)
        for name in _OF_MODELS:
            method = self._engine.definitions.find_method(model, name)
            if method is not None:
                yield method.name

    def made(self, state: State, index: int, form: Form, given: Given) -> Form:
        """A form is made: one on an existing instance reads its many-to-many relations."""
        if serializers.is_serializer(self._engine, form.cls):
            rows = given.get(0, "instance") if "many" in given.keywords else None
            return replace(form, over_rows=rows is not None and serializers.is_over_rows(state.type(rows)))
        self._fill(state, index, form, given)
        return form

    def _fill(self, state: State, index: int, form: Form, given: Given) -> None:
        """A model form makes a row, where it is given none. (``BaseModelForm.__init__``)"""
        if not form.is_model_form:
            return
        name, row = self._engine.views.form_model(form.cls), given.get(_INSTANCE, "instance")
        if name is not None and self._engine.definitions.derives(form.cls, _MODEL_FORM):
            called = constructed.limits(state, name)
            if row is None or not all(isinstance(item, Instance) for item in state.type(row)):
                called = (*constructed.parts(state, name), *called)
            if called:
                state.record(index, Effect("project-call", (), "certain", form, "__init__", called))
        if row is None:
            return
        model = self._engine.models.all.get(name or "")
        many = model is None or any(field.relation == "many-to-many" for field in model.fields.values())
        if many:
            state.record(index, Effect("form", ("db",), "likely", form, "__init__"))

    def touched(self, state: State, index: int, form: Form, name: str) -> None:
        """``form.errors`` validates like ``is_valid()``."""
        self._validate(state, index, form, name)

    def members(self, state: State, index: int, form: Form, name: str) -> Types:
        """The forms of a formset are looked at: they are made for it then, a model's after its rows are fetched. Their
        class, and so what making one does, is not seen here."""
        if not self.is_formset(form.cls):
            return UNKNOWN
        if not form.validated:
            methods = (self._engine.definitions.find_method(form.cls, method) for method in _MAKING)
            parts = tuple(method.name for method in methods if method is not None)
            for part in parts:
                self._engine.call(part, (), {})
            certainty: Certainty = "likely" if self.is_model_form(form.cls) else "possible"
            state.record(index, Effect("form", ("db",), certainty, form, name, parts))
        return self._engine.instance_of("django.forms.models.ModelForm")

    def is_formset(self, cls: str) -> bool:
        """Whether it holds several forms."""
        return self._engine.definitions.derives(cls, _FORMSET)

    def called(self, state: State, index: int, form: Form, name: str, known: Member, given: Given) -> Types:
        """A method of a form that Django gives."""
        if known.does == "render":
            self.shown(state, index, form, name)
            return (Plain("str"),)
        if name.startswith(("save", "add_error")):
            return self._save(state, index, form, name, known, given)
        self._validate(state, index, form, name)
        return (Plain("bool"),)

    def shown(self, state: State, index: int, form: Form, name: str) -> None:
        """A form becomes HTML, through templates."""
        effects: tuple[EffectKind, ...] = ("db",) if self.may_show_rows(form.cls, None) else ()
        parts = (*self.fields.when_shown(form.cls), *asked_when_shown(self._engine, form.cls))
        state.record(index, Effect("render", effects, "likely", form, name, parts))

    def _validate(self, state: State, index: int, form: Form, name: str) -> None:
        if form.validated and name != "full_clean":
            return
        self._remember(state, index, form)
        parts = self.parts(form.cls)
        for part in parts:
            self._engine.call(part, (), {})
        querying = self.may_query(form.cls)
        if not querying and not parts and not self._runs_unseen(form):
            return
        effects: tuple[EffectKind, ...] = ("db",) if querying else ()
        if self._engine.definitions.derives(form.cls, *_CHECKS):
            effects = ("db", "cpu")
        certainty: Certainty = "likely" if querying else "certain"
        state.record(index, Effect("form", effects, certainty, form, name, parts))

    def changed(self, state: State, index: int, form: Form, name: str) -> None:
        """The data of a form, or of one of its fields, is compared with what the field begins with: that may be a
        function."""
        given = given_to_fields(self._engine, form.cls).functions
        if not given and not form.is_altered:
            return
        for function in given:
            self._engine.call(function, (), {})
        if given:
            state.record(index, Effect("project-call", (), "likely", form, name, given))
        else:
            state.record(index, Effect("form", (), "likely", form, name))

    def _runs_unseen(self, form: Form) -> bool:
        """Whether validation may run what is not seen: a field of a package, what others gave its fields."""
        is_form = self._engine.definitions.derives(form.cls, _FORM)
        return is_form and (form.is_altered or not given_to_fields(self._engine, form.cls).is_seen)

    def _remember(self, state: State, index: int, form: Form) -> None:
        """The form behind the operation has its errors from now on. (``BaseForm.errors``)"""
        op = state.ops[index]
        read = state.ops[op.inputs[0]] if op.kind == "call" else op
        if read.kind == "attr" and self._engine.definitions.derives(form.cls, _FORM):
            source, done = read.inputs[0], replace(form, validated=True)
            state.refine(source, tuple(done if item == form else item for item in state.type(source)))

    def _is_draft(self, state: State, form: Form, name: str, given: Given) -> bool:
        """``form.save(commit=False)``, which reads the form's errors and writes nothing."""
        commit = given.get(0, "commit")
        is_plain = name == "save" and not self._engine.definitions.derives(form.cls, *_HASHES)
        uncommitted = commit is not None and state.constant(commit) is False
        return is_plain and uncommitted and self._engine.definitions.derives(form.cls, _MODEL_FORM)

    def _save(self, state: State, index: int, form: Form, name: str, known: Member, given: Given) -> Types:
        if name == "add_error":
            return (Plain("NoneType"),)
        model = self._engine.views.form_model(form.cls)
        if self._is_draft(state, form, name, given):
            self._validate(state, index, form, "errors")
            return (Instance(model, self._engine.models.relations_among(model, given.keywords)),) if model else UNKNOWN
        own = self._engine.definitions.find_method(model or "", "save")
        made = [self._engine.definitions.find_method(form.cls, part) for part in ("create", "update")]
        parts = [part for part in (own, *made) if part is not None and part.name != state.function.name]
        callees = (*(part.name for part in parts), *signals.of_model(state, model, "save"))
        effects: tuple[EffectKind, ...] = ("db", "file") if self._has_file(form.cls, model) else ("db",)
        if self._engine.definitions.derives(form.cls, *_HASHES):
            effects = (*effects, "cpu")
        state.record(index, Effect("form", effects, "certain", form, name, callees, writes=True))
        if model is None:
            return UNKNOWN
        if known.result == "instances":
            return (Container("list", (Instance(model),)),)
        return (Instance(model, self._engine.models.relations_among(model, given.keywords)),)
