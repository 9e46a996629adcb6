"""What classes give: instances, attributes, the models behind views and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.admin_routes import AdminRoutes
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.flow.forms import FORM_BASES
from wsgi2asgi.analysis.program.flow.state import Key, capped
from wsgi2asgi.analysis.program.heirs import MOST_HEIRS, Heirs
from wsgi2asgi.analysis.program.models import Models
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    ClassRef,
    Form,
    Instance,
    Manager,
    ModelClass,
    Object,
    Plain,
    QuerySet,
    RelatedManager,
    Response,
    Type,
    Types,
    User,
    join,
)
from wsgi2asgi.knowledge import django_names

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.forms import Forms
    from wsgi2asgi.analysis.program.program import Flow

_VIEWS = ("django.views.generic.base.View", "django.views.generic.base.ContextMixin")
_MIXINS = (
    "django.contrib.auth.mixins.AccessMixin", "django.views.generic.edit.FormMixin", "rest_framework.views.APIView",
    "django.views.generic.detail.SingleObjectMixin", "django.views.generic.list.MultipleObjectMixin",
    "django.views.generic.base.TemplateResponseMixin",
)  # fmt: skip
_ADMIN = "django.contrib.admin.options.BaseModelAdmin"
_LIST = "django.views.generic.list.MultipleObjectMixin"
_QUERYSET = "django.db.models.query.QuerySet"
_MANAGERS = ("django.db.models.manager.Manager", "django.db.models.manager.BaseManager")
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


class Classes:
    """Questions about classes; the flows of class bodies and ``__init__`` answer them."""

    forms: Forms

    def __init__(self, definitions: Definitions, models: Models) -> None:
        self.definitions = definitions
        self.names: Names = definitions.names
        self.models = models
        self.heirs = Heirs(definitions)
        self._attributes: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._views: dict[str, bool] = {}
        self._types: dict[str, Types] = {}
        self._instances: dict[str, Types] = {}

    def flow(self, name: str) -> Flow:
        """All that is known inside a function."""
        raise NotImplementedError

    def _environment(self, name: str) -> Mapping[Key, Types]:
        raise NotImplementedError

    # -- kinds of classes -----------------------------------------------------------------------------------

    def is_known_class(self, name: str) -> bool:
        """Whether a class outside the project is known with its bases."""
        return django_names.is_class(name)

    def class_type(self, name: str) -> Types:
        """A class itself."""
        known = self._types.get(name)
        if known is None:
            known = self._types[name] = (ModelClass(name) if name in self.models.all else ClassRef(name),)
        return known

    def instance_of(self, name: str) -> tuple[Type, ...]:
        """An instance of a class, by what it derives from."""
        known = self._instances.get(name)
        if known is None:
            known = self._instances[name] = self._instance_of(name)
        return known

    def _instance_of(self, name: str) -> tuple[Type, ...]:
        if name in self.models.all:
            return (Instance(name),)
        derives = self.definitions.derives
        if derives(name, *FORM_BASES):
            return (Form(name, self.forms.is_model_form(name)),)
        if derives(name, *_MANAGERS):
            return (Manager(None, name if name in self.definitions.classes else None),)
        if derives(name, _QUERYSET):
            return (QuerySet(None, queryset_class=name if name in self.definitions.classes else None),)
        if derives(name, "django.http.response.HttpResponseBase") and name not in self.definitions.classes:
            return (Response(name),)
        return (Object(name),)

    def self_of(self, cls: str) -> Types:
        """What ``self`` is in methods of a class: for a mixin of models, forms or querysets one of those."""
        own = self.instance_of(cls)
        if not isinstance(own[0], Object) or len(self.definitions.lineages.of(cls)) > 1:
            return own
        below = [self.instance_of(heir)[0] for heir in self.heirs.of(cls)]
        others = tuple(dict.fromkeys(item for item in below if not isinstance(item, Object)))
        if len(others) <= MOST_HEIRS:
            return others or own
        return (Instance(None),) if all(isinstance(item, Instance) for item in others) else UNKNOWN

    def is_admin(self, cls: str) -> bool:
        """Whether a class is one of the admin's, or a mixin of one."""
        return any(self.definitions.derives(item, _ADMIN) for item in (cls, *self.heirs.of(cls)))

    def admin_models(self, cls: str) -> tuple[str, ...]:
        """The models that a class of the admin is for; of a mixin those of the classes below."""
        if not self.definitions.derives(cls, _ADMIN):
            below = (model for heir in self.heirs.of(cls) for model in self.admin_models(heir))
            return tuple(dict.fromkeys(below))
        owner = self.definitions.attribute_owner(cls, "model")
        inline = self.class_attribute(owner.name, "model") if owner is not None else ()
        of_inline = tuple(item.model for item in inline if isinstance(item, ModelClass))
        return of_inline or AdminRoutes(self.definitions).models(cls)

    def class_of(self, item: Type) -> str | None:
        """The class of a value, where it has one by name."""
        if isinstance(item, (Object, Form)):
            return item.cls
        if isinstance(item, (Instance, ModelClass, User)):
            return item.model
        if isinstance(item, ClassRef):
            return item.name
        if isinstance(item, QuerySet):
            return item.queryset_class
        return item.manager_class if isinstance(item, Manager) else None

    def own_manager(self, name: str) -> str | None:
        """A manager class if it is the project's own."""
        return name if name in self.definitions.classes else None

    def queryset_classes(self, receiver: QuerySet | Manager | RelatedManager) -> tuple[str, ...]:
        """The project's classes behind a queryset or manager, in the order in which methods are looked up."""
        if isinstance(receiver, QuerySet):
            return (receiver.queryset_class,) if receiver.queryset_class else ()
        if isinstance(receiver, Manager):
            own = receiver.manager_class
        else:
            model = self.models.all.get(receiver.model or "")
            own = self.own_manager(next(iter(model.managers.values()))) if model and model.managers else None
        if own is None:
            return ()
        return (own, *self._queryset_of(own))

    def is_queryset(self, cls: str) -> bool:
        """Whether instances of a class are querysets, and no managers with the methods of one."""
        return self.definitions.derives(cls, _QUERYSET) and not self.definitions.derives(cls, *_MANAGERS)

    def _queryset_of(self, manager: str) -> tuple[str, ...]:
        """The queryset that ``Manager.from_queryset(...)`` in the bases, or ``get_queryset``, gives."""
        function = self.definitions.find_method(manager, "get_queryset")
        if function is None:
            return self._queryset_bases(manager)
        found = [item.queryset_class for item in self.flow(function.name).returns if isinstance(item, QuerySet)]
        return tuple(dict.fromkeys(item for item in found if item))

    def _queryset_bases(self, manager: str) -> tuple[str, ...]:
        """The project's queryset among the bases of a manager, as ``from_queryset`` puts it there."""
        bases = self.definitions.lineages.of(manager)[1:]
        return tuple(base for base in bases if base in self.definitions.classes and self.is_queryset(base))[:1]

    # -- attributes -----------------------------------------------------------------------------------------

    def class_attribute(self, cls: str, name: str) -> Types:
        """What a class body binds a name to."""
        found = self._environment(cls).get(name)
        return found if found is not None else UNKNOWN

    def instance_attribute(self, cls: str, name: str) -> Types | None:
        """What methods of a class assign to ``self.name``; None where none does."""
        return self._stored(self.definitions.lineages.of(cls), name)

    def heirs_attribute(self, cls: str, name: str) -> Types | None:
        """What methods of the classes below assign to ``self.name``."""
        heirs = [heir for heir in self.heirs.of(cls) if name in self._stores(heir)]
        return self._stored(heirs, name) if len(heirs) <= MOST_HEIRS else None

    def _stored(self, classes: Iterable[str], name: str) -> Types | None:
        methods = [method for cls in classes for method in self._stores(cls).get(name, ())]
        if not methods:
            return None
        found: list[Types] = []
        for method in methods:
            attributes = self._attributes_of(method)
            if attributes is not None:
                found.append(attributes.get(name, ()))
        return capped(join(*found)) or UNKNOWN

    def _attributes_of(self, method: str) -> Mapping[str, Types] | None:
        raise NotImplementedError

    def _stores(self, cls: str) -> Mapping[str, tuple[str, ...]]:
        """The methods of one class that assign to attributes of ``self``, by attribute."""
        known = self._attributes.get(cls)
        if known is None:
            found: dict[str, list[str]] = {}
            owner = self.definitions.classes.get(cls)
            for dotted in owner.methods.values() if owner else ():
                function = self.definitions.functions[dotted].facts
                name = function.parameters[0].name if function.parameters else ""
                for op in function.ops:
                    if op.kind == "store_attr" and function.ops[op.inputs[0]].name == name:
                        found.setdefault(op.name, []).append(dotted)
            known = self._attributes[cls] = {key: tuple(dict.fromkeys(value)) for key, value in found.items()}
        return known

    # -- views and forms ------------------------------------------------------------------------------------

    def is_view(self, cls: str) -> bool:
        """Whether a class is a class-based view, or a mixin of one."""
        known = self._views.get(cls)
        if known is None:
            classes = (cls, *self.heirs.of(cls))
            known = self._views[cls] = any(self.definitions.derives(item, *_VIEWS, *_MIXINS) for item in classes)
        return known

    def is_paginated(self, cls: str) -> bool:
        """Whether a list view counts and fetches its rows for a page when it makes its context."""
        names = ("paginate_by", "get_paginate_by")
        if not any(self.definitions.derives(item, _LIST) for item in (cls, *self.heirs.of(cls))):
            return False
        return any(self.definitions.attribute_owner(cls, name) or self.heirs.binding(cls, name) for name in names)

    def view_models(self, cls: str) -> tuple[str | None, ...]:
        """The model that a generic view shows; for a mixin those of the views that have it. None for an unknown."""
        own = self.view_model(cls)
        if own is not None:
            return (own,)
        heirs = self.heirs.of(cls)
        models = dict.fromkeys(self.view_model(heir) for heir in heirs) if len(heirs) <= MOST_HEIRS else {}
        return tuple(models) or (None,)

    def view_model(self, cls: str) -> str | None:
        """The model that a generic view shows: ``model``, ``queryset``, or that of its form."""
        for name in ("model", "queryset"):
            owner = self.definitions.attribute_owner(cls, name)
            for item in self.class_attribute(owner.name, name) if owner else ():
                if isinstance(item, (ModelClass, QuerySet, Manager)):
                    return item.model
        function = self.definitions.find_method(cls, "get_queryset")
        if function is not None:
            models = [item.model for item in self.flow(function.name).returns if isinstance(item, QuerySet)]
            if models and models[0]:
                return models[0]
        form = self.view_form(cls)
        return self.form_model(form) if form else None

    def view_form(self, cls: str) -> str | None:
        """The form class that a view names in ``form_class`` (or ``serializer_class``)."""
        for name in ("form_class", "serializer_class"):
            owner = self.definitions.attribute_owner(cls, name)
            for item in self.class_attribute(owner.name, name) if owner else ():
                if isinstance(item, ClassRef):
                    return item.name
        return None

    def view_forms(self, cls: str) -> tuple[str, ...]:
        """The form class of a view; for a base or mixin those of the views that have it."""
        own, heirs = self.view_form(cls), self.heirs.of(cls)
        if own is not None or len(heirs) > MOST_HEIRS:
            return (own,) if own is not None else ()
        return tuple(dict.fromkeys(form for heir in heirs if (form := self.view_form(heir)) is not None))

    def view_parts(self, cls: str, method: str, caller: str) -> tuple[str, ...]:
        """The project's overrides that a part of the framework calls in turn, through other parts too."""
        found: dict[str, None] = {}
        parts = list(_PARTS.get(method, ()))
        for part in parts:
            own = self.definitions.find_method(cls, part)
            below = (heir.methods.get(part) for heir in self.heirs.binding(cls, part))
            found.update(dict.fromkeys(name for name in (own.name if own else None, *below) if name is not None))
            if own is None:
                parts += (inner for inner in _PARTS.get(part, ()) if inner not in parts)
        return tuple(name for name in found if name != caller)

    def form_model(self, cls: str) -> str | None:
        """The model in ``Meta`` of a model form or serializer."""
        for base in self.definitions.lineages.of(cls):
            meta = f"{base}.Meta"
            if meta in self.definitions.classes:
                for item in self.class_attribute(meta, "model"):
                    if isinstance(item, ModelClass):
                        return item.model
        return self.models.user if cls.startswith("django.contrib.auth.forms.") else None

    def cleaned_values(self, cls: str) -> Types:
        """What ``cleaned_data`` may hold: plain values, instances and querysets of the form's fields."""
        found: list[Types] = [(Plain("value"),)]
        known = self.definitions.classes.get(cls)
        if self.forms.has_choices(cls) or known is None or known.has_unknown_base:
            return UNKNOWN
        model = self.models.all.get(self.form_model(cls) or "") if self.forms.is_model_form(cls) else None
        for field in model.fields.values() if model else ():
            if field.relation in ("foreign-key", "one-to-one"):
                found.append((Instance(field.target),))
            elif field.relation == "many-to-many":
                found.append((QuerySet(field.target),))
        return capped(join(*found))
