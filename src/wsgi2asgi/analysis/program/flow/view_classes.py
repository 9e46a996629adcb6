"""Class-based views and the classes of the admin: which model and form they work with, what they run in turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.admin_routes import AdminRoutes
from wsgi2asgi.analysis.program.flow.state import capped
from wsgi2asgi.analysis.program.heirs import MOST_HEIRS
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    ClassRef,
    Instance,
    Manager,
    ModelClass,
    Plain,
    QuerySet,
    Types,
    join,
)

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.classes import Classes

_VIEWS = ("django.views.generic.base.View", "django.views.generic.base.ContextMixin")
_MIXINS = (
    "django.contrib.auth.mixins.AccessMixin", "django.views.generic.edit.FormMixin", "rest_framework.views.APIView",
    "django.views.generic.detail.SingleObjectMixin", "django.views.generic.list.MultipleObjectMixin",
    "django.views.generic.base.TemplateResponseMixin",
)  # fmt: skip
_ADMIN = "django.contrib.admin.options.BaseModelAdmin"
_LIST = "django.views.generic.list.MultipleObjectMixin"
#: What a framework's part of a class-based view calls in turn, when the project overrides it.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "dispatch": ("get", "post", "put", "patch", "delete"),
    "get": ("get_object", "get_queryset", "get_context_data", "get_form", "get_form_kwargs", "get_initial", "list",
            "retrieve", "get_template_names", "render_to_response", "get_redirect_url"),
    "post": ("get_object", "get_queryset", "get_form", "get_form_kwargs", "form_valid", "form_invalid", "create",
             "delete", "get_success_url", "get_redirect_url"),
    "form_valid": ("get_success_url",),
    "form_invalid": ("get_context_data", "render_to_response"),
    "get_object": ("get_queryset",),
    "get_context_data": ("get_form", "get_queryset", "get_form_kwargs", "get_context_object_name"),
    "get_form": ("get_form_class", "get_form_kwargs", "get_initial"),
    "list": ("get_queryset", "filter_queryset", "get_serializer"),
    "retrieve": ("get_object", "get_serializer"),
    "create": ("get_serializer", "perform_create"),
    "update": ("get_object", "get_serializer", "perform_update"),
    "destroy": ("get_object", "perform_destroy"),
}  # fmt: skip


class ViewClasses:
    """Answers by dotted class; for a base or mixin by the classes below it."""

    def __init__(self, engine: Classes) -> None:
        self._engine = engine
        self._definitions, self._heirs = engine.definitions, engine.heirs
        self._known: dict[str, bool] = {}
        self._admins: dict[str, bool] = {}

    def is_admin(self, cls: str) -> bool:
        """Whether a class is one of the admin's, or a mixin of one."""
        known = self._admins.get(cls)
        if known is None:
            classes = (cls, *self._heirs.of(cls))
            known = self._admins[cls] = any(self._definitions.derives(item, _ADMIN) for item in classes)
        return known

    def admin_models(self, cls: str) -> tuple[str, ...]:
        """The models that a class of the admin is for; of a mixin those of the classes below."""
        if not self._definitions.derives(cls, _ADMIN):
            below = (model for heir in self._heirs.of(cls) for model in self.admin_models(heir))
            return tuple(dict.fromkeys(below))
        owner = self._definitions.attribute_owner(cls, "model")
        inline = self._engine.class_attribute(owner.name, "model") if owner is not None else ()
        of_inline = tuple(item.model for item in inline if isinstance(item, ModelClass))
        return of_inline or AdminRoutes(self._definitions).models(cls)

    def is_view(self, cls: str) -> bool:
        """Whether a class is a class-based view, or a mixin of one."""
        known = self._known.get(cls)
        if known is None:
            classes = (cls, *self._heirs.of(cls))
            known = self._known[cls] = any(self._definitions.derives(item, *_VIEWS, *_MIXINS) for item in classes)
        return known

    def is_paginated(self, cls: str) -> bool:
        """Whether a list view counts and fetches its rows for a page when it makes its context."""
        names = ("paginate_by", "get_paginate_by")
        if not any(self._definitions.derives(item, _LIST) for item in (cls, *self._heirs.of(cls))):
            return False
        return any(self._definitions.attribute_owner(cls, name) or self._heirs.binding(cls, name) for name in names)

    def models(self, cls: str) -> tuple[str | None, ...]:
        """The model that a generic view shows; for a mixin those of the views that have it. None for an unknown."""
        own = self.model(cls)
        if own is not None:
            return (own,)
        heirs = self._heirs.of(cls)
        models = dict.fromkeys(self.model(heir) for heir in heirs) if len(heirs) <= MOST_HEIRS else {}
        return tuple(models) or (None,)

    def model(self, cls: str) -> str | None:
        """The model that a generic view shows: ``model``, ``queryset``, or that of its form."""
        for name in ("model", "queryset"):
            owner = self._definitions.attribute_owner(cls, name)
            for item in self._engine.class_attribute(owner.name, name) if owner else ():
                if isinstance(item, (ModelClass, QuerySet, Manager)):
                    return item.model
        function = self._definitions.find_method(cls, "get_queryset")
        if function is not None:
            models = [item.model for item in self._engine.flow(function.name).returns if isinstance(item, QuerySet)]
            if models and models[0]:
                return models[0]
        form = self.form(cls)
        return self.form_model(form) if form else None

    def form(self, cls: str) -> str | None:
        """The form class that a view names in ``form_class`` (or ``serializer_class``)."""
        for name in ("form_class", "serializer_class"):
            owner = self._definitions.attribute_owner(cls, name)
            for item in self._engine.class_attribute(owner.name, name) if owner else ():
                if isinstance(item, ClassRef):
                    return item.name
        return None

    def forms(self, cls: str) -> tuple[str, ...]:
        """The form class of a view; for a base or mixin those of the views that have it."""
        own, heirs = self.form(cls), self._heirs.of(cls)
        if own is not None or len(heirs) > MOST_HEIRS:
            return (own,) if own is not None else ()
        return tuple(dict.fromkeys(form for heir in heirs if (form := self.form(heir)) is not None))

    def parts(self, cls: str, method: str, caller: str) -> tuple[str, ...]:
        """The project's overrides that a part of the framework calls in turn, through other parts too."""
        found: dict[str, None] = {}
        parts = list(_PARTS.get(method, ()))
        for part in parts:
            own = self._definitions.find_method(cls, part)
            below = (heir.methods.get(part) for heir in self._heirs.binding(cls, part))
            found.update(dict.fromkeys(name for name in (own.name if own else None, *below) if name is not None))
            if own is None:
                parts += (inner for inner in _PARTS.get(part, ()) if inner not in parts)
        return tuple(name for name in found if name != caller)

    def form_model(self, cls: str) -> str | None:
        """The model in ``Meta`` of a model form or serializer."""
        for base in self._definitions.lineages.of(cls):
            meta = f"{base}.Meta"
            if meta in self._definitions.classes:
                for item in self._engine.class_attribute(meta, "model"):
                    if isinstance(item, ModelClass):
                        return item.model
        return self._engine.models.user if cls.startswith("django.contrib.auth.forms.") else None

    def cleaned_values(self, cls: str) -> Types:
        """What ``cleaned_data`` may hold: plain values, instances and querysets of the form's fields."""
        found: list[Types] = [(Plain("value"),)]
        known = self._definitions.classes.get(cls)
        if self._engine.forms.has_choices(cls) or known is None or known.has_unknown_base:
            return UNKNOWN
        model = (
            self._engine.models.all.get(self.form_model(cls) or "") if self._engine.forms.is_model_form(cls) else None
        )
        for field in model.fields.values() if model else ():
            if field.relation in ("foreign-key", "one-to-one"):
                found.append((Instance(field.target),))
            elif field.relation == "many-to-many":
                found.append((QuerySet(field.target),))
        return capped(join(*found))
