"""What classes give: instances, attributes, the models behind views and forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.flow.forms import FORM_BASES
from wsgi2asgi.analysis.program.flow.state import Key, capped
from wsgi2asgi.analysis.program.flow.view_classes import ViewClasses
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

_QUERYSET = "django.db.models.query.QuerySet"
_MANAGERS = ("django.db.models.manager.Manager", "django.db.models.manager.BaseManager")


class Classes:
    """Questions about classes; the flows of class bodies and ``__init__`` answer them."""

    forms: Forms

    def __init__(self, definitions: Definitions, models: Models) -> None:
        self.definitions = definitions
        self.names: Names = definitions.names
        self.models = models
        self.heirs = Heirs(definitions)
        self._attributes: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self.views = ViewClasses(self)
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
        return self.stored(self.definitions.lineages.of(cls), name)

    def heirs_attribute(self, cls: str, name: str) -> Types | None:
        """What methods of the classes below assign to ``self.name``."""
        heirs = [heir for heir in self.heirs.of(cls) if name in self._stores(heir)]
        return self.stored(heirs, name) if len(heirs) <= MOST_HEIRS else None

    def stored(self, classes: Iterable[str], name: str, among: Collection[str] | None = None) -> Types | None:
        """What methods of classes (``among``: only these methods) assign to ``self.name``; None where none does."""
        methods = [method for cls in classes for method in self._stores(cls).get(name, ())]
        methods = methods if among is None else [method for method in methods if method in among]
        if not methods:
            return None
        found: list[Types] = []
        for method in methods:
            types = self._attribute_set_by(method, name)
            if types is not None:
                found.append(types)
        return capped(join(*found)) or UNKNOWN

    def _attribute_set_by(self, method: str, name: str) -> Types | None:
        """What a method has assigned to ``self.name``; None where calls nest too deep to follow it now."""
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
