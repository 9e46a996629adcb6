"""The models of the project and of Django, from source alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class, Field, Model, RelationKind, ReverseRelation
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.knowledge import django_names
from wsgi2asgi.knowledge.contrib_models import ContribModel, contrib_models
from wsgi2asgi.model.places import Place

MODEL = "django.db.models.base.Model"
MANAGER = "django.db.models.manager.Manager"
BASE_MANAGER = "django.db.models.manager.BaseManager"
_QUERYSET = "django.db.models.query.QuerySet"
_USER = "django.contrib.auth.models.User"
_GET_USER_MODEL = "django.contrib.auth.get_user_model"

_RELATIONS: dict[str, RelationKind] = {
    "django.db.models.fields.related.ForeignKey": "foreign-key",
    "django.db.models.fields.related.OneToOneField": "one-to-one",
    "django.db.models.fields.related.ManyToManyField": "many-to-many",
    "django.contrib.contenttypes.fields.GenericForeignKey": "generic",
    "django.contrib.contenttypes.fields.GenericRelation": "generic-relation",
    "taggit.managers.TaggableManager": "many-to-many",
    "mptt.fields.TreeForeignKey": "foreign-key",
    "parler.models.TranslatedFields": "generic-relation",
    "modelcluster.fields.ParentalKey": "foreign-key",
    "modelcluster.fields.ParentalManyToManyField": "many-to-many",
}

#: Methods of Model whose overrides run when Django calls them.
_OVERRIDABLE = (
    "save", "delete", "refresh_from_db", "save_base", "full_clean", "clean", "validate_unique", "__init__", "from_db",
    "__str__", "__repr__", "__eq__", "__hash__", "__bool__", "__len__", "__iter__", "__contains__", "get_absolute_url",
    "adelete", "asave", "arefresh_from_db", "natural_key",
)  # fmt: skip


class Models:
    """``all`` holds every model by canonical dotted name; ``user`` is that of AUTH_USER_MODEL."""

    def __init__(self, definitions: Definitions, settings: Settings) -> None:
        self.definitions = definitions
        self.names = definitions.names
        self.settings = settings
        own = sorted(cls.name for cls in definitions.classes.values() if self._is_model(cls))
        self._labels = self._by_label(own)
        wanted = settings.likely("AUTH_USER_MODEL")
        self.user = self._labels.get(str(wanted).lower(), _USER) if isinstance(wanted, str) else _USER
        self.all: dict[str, Model] = {name: self._contrib(row) for name, row in contrib_models().items()}
        self._fields: dict[str, dict[str, Field]] = {}
        self._managers: dict[str, dict[str, str]] = {}
        for name in own:
            self.all[name] = self._own(definitions.classes[name])
        self._add_reverse()

    def _is_model(self, cls: Class) -> bool:
        outside = (base for base in cls.lineage if base not in self.definitions.classes)
        return any(base == MODEL or (looks_like_model(base) and not django_names.is_class(base)) for base in outside)

    def _by_label(self, own: list[str]) -> dict[str, str]:
        """``app_label.model`` in lower case; the label is the folder that holds ``models``."""
        found: dict[str, str] = {}
        for name in (*contrib_models(), *own):
            module, _, cls = name.rpartition(".")
            parts = module.split(".")
            label = parts[parts.index("models") - 1] if "models" in parts[1:] else parts[-1]
            found.setdefault(f"{label}.{cls}".lower(), name)
            explicit = self._meta(self.definitions.classes[name]).get("app_label") if name in own else None
            if isinstance(explicit, str):
                found[f"{explicit}.{cls}".lower()] = name
        return found

    def by_label(self, label: str) -> str | None:
        """The model of ``app_label.ModelName``."""
        return self._labels.get(label.lower())

    def behind(self, model: str | None, step: str) -> str | None:
        """The model behind one step of a lookup or of a path of relations; None where it is not known."""
        known = self.all.get(model or "")
        relation = known.relation(step) or known.relation(f"{step}_set") if known is not None else None
        if relation is None:
            return None
        return relation.model if isinstance(relation, ReverseRelation) else relation.target

    def relations_among(self, model: str | None, names: Iterable[str]) -> tuple[str, ...]:
        """The names that are relations of the model: what an instance is made with is loaded."""
        known = self.all.get(model or "")
        return tuple(name for name in names if known is not None and known.relation(name) is not None)

    def in_memory_when_made(self, model: str | None, given: Iterable[str | None]) -> tuple[str, ...]:
        """The relations of a new instance that are read without a query: those it is given, and those it has no key
        for. ``given`` are the keywords, None for ``**``."""
        names = list(given)
        known = self.all.get(model or "")
        if known is None:
            return ()
        own = self.relations_among(model, (name for name in names if name))
        if None in names:
            return own
        fields = known.fields.values()
        empty = (field.name for field in fields if field.relation in ("foreign-key", "one-to-one"))
        return tuple(dict.fromkeys((*own, *(name for name in empty if f"{name}_id" not in names))))

    # -- the project's own ----------------------------------------------------------------------------------

    def _body(self, cls: Class) -> Body | None:
        facts = self.names.facts(cls.module)
        return Body(self.names, facts, facts.by_qualname[cls.facts.qualname]) if facts else None

    def _own(self, cls: Class) -> Model:
        fields: dict[str, Field] = {}
        managers: dict[str, str] = {}
        overrides: dict[str, str] = {}
        for base in reversed(cls.lineage):
            found = self.definitions.classes.get(base)
            if found is not None:
                own_fields, own_managers = self._declared(found)
                fields.update(own_fields)
                managers.update(own_managers)
                overrides.update({name: found.methods[name] for name in _OVERRIDABLE if name in found.methods})
            elif base in contrib_models():
                model = self._contrib(contrib_models()[base])
                fields.update(model.fields)
                managers.update(model.managers)
        meta = self._meta(cls)
        abstract, proxy = meta.get("abstract") is True, meta.get("proxy") is True
        managers = managers or {"objects": MANAGER}
        return Model(cls.name, fields, {}, managers, abstract, proxy, overrides=overrides)

    def _meta(self, cls: Class) -> dict[str, object]:
        facts = self.names.facts(cls.module)
        function = facts.by_qualname.get(f"{cls.facts.qualname}.Meta") if facts else None
        if facts is None or function is None:
            return {}
        body = Body(self.names, facts, function)
        return {name: body.constant(body.ops[stores[-1]].inputs[0]) for name, stores in body.stores.items()}

    def _declared(self, cls: Class) -> tuple[dict[str, Field], dict[str, str]]:
        """The fields and managers that one class body assigns."""
        if cls.name in self._fields:
            return self._fields[cls.name], self._managers[cls.name]
        fields: dict[str, Field] = {}
        managers: dict[str, str] = {}
        body = self._body(cls)
        for name, stores in body.stores.items() if body else ():
            op = body.ops[stores[-1]] if body else None
            if body is None or op is None or not op.inputs or body.ops[op.inputs[0]].kind != "call":
                continue
            call = op.inputs[0]
            manager = self._manager(body, call)
            if manager:
                managers[name] = manager
            else:
                field = self._field(cls, body, name, call)
                if field:
                    fields[name] = field
        self._fields[cls.name], self._managers[cls.name] = fields, managers
        return fields, managers

    def _manager(self, body: Body, call: int) -> str | None:
        """The class of the manager that a call makes: ``Manager()``, ``Own.as_manager()``, ``M.from_queryset(Q)()``."""
        callee = body.callee(call)
        if callee is None:
            inner = body.ops[call].inputs[0]
            made = body.callee(inner)
            if made and made.endswith(".from_queryset"):
                argument = body.argument(inner, 0, "queryset_class")
                return (body.dotted(argument) if argument is not None else None) or made.rpartition(".")[0]
            return None
        owner, _, method = callee.rpartition(".")
        if method == "as_manager" and (self.definitions.derives(owner, _QUERYSET) or owner == _QUERYSET):
            return owner
        if self.definitions.derives(callee, BASE_MANAGER, MANAGER):
            return callee
        return self._variable_manager(callee)

    def _variable_manager(self, name: str) -> str | None:
        """``BookManager = Manager.from_queryset(BookQuerySet)`` at the top of a module."""
        module, _, variable = name.rpartition(".")
        facts = self.names.facts(module)
        if facts is None or variable not in facts.by_qualname[""].local:
            return None
        body = Body(self.names, facts, facts.by_qualname[""])
        for store in body.stores.get(variable, ())[-1:]:
            call = body.ops[store].inputs[0] if body.ops[store].inputs else -1
            if call >= 0 and (body.callee(call) or "").endswith(".from_queryset"):
                argument = body.argument(call, 0, "queryset_class")
                return body.dotted(argument) if argument is not None else None
        return None

    def _field(self, cls: Class, body: Body, name: str, call: int) -> Field | None:
        callee = body.callee(call)
        if callee is None:
            return None
        relation = next((kind for base in self.definitions.lineages.of(callee) if (kind := _RELATIONS.get(base))), None)
        if relation is None and not self._is_field(callee):
            return None
        place = body.place(call)
        if relation is None:
            return Field(name, callee, place)
        target = self._target(cls, body, body.argument(call, 0, "to"))
        related = body.constant(body.ops[call].keyword("related_name"))
        accessor: str | None = related if isinstance(related, str) else ""
        if isinstance(related, str) and related.endswith("+"):
            accessor = None
        return Field(name, callee, place, relation, target, accessor)

    def _is_field(self, callee: str) -> bool:
        """A class of Django's or a package's fields; by its name where the class cannot be seen."""
        if self.definitions.derives(callee, "django.db.models.fields.Field"):
            return True
        last = callee.rsplit(".", 1)[-1]
        return callee not in self.definitions.classes and last.endswith("Field") and not callee.startswith("builtins.")

    def _target(self, cls: Class, body: Body, index: int | None) -> str | None:
        if index is None:
            return None
        op = body.ops[index]
        if op.kind == "const" and isinstance(op.value, str):
            if op.value == "self":
                return cls.name
            return self._by_text(cls, op.value)
        dotted = body.dotted(index)
        if (
            dotted == "django.conf.settings.AUTH_USER_MODEL"
            or body.callee(index) == "django.contrib.auth.get_user_model"
        ):
            return self.user
        if dotted and dotted not in self.definitions.classes and self._is_user_variable(dotted):
            return self.user
        return dotted

    def _by_text(self, cls: Class, text: str) -> str | None:
        if "." in text:
            return self.by_label(text) or (self.names.canonical(text) if text.count(".") > 1 else None)
        facts = self.names.facts(cls.module)
        found = self.names.resolve_text(facts, "", text) if facts else None
        if found in self.definitions.classes:
            return found
        parts = cls.module.split(".")
        label = parts[parts.index("models") - 1] if "models" in parts[1:] else parts[-1]
        return self.by_label(f"{label}.{text}") or next(
            (name for key, name in self._labels.items() if key.endswith(f".{text.lower()}")), None
        )

    def _is_user_variable(self, name: str) -> bool:
        """``User = get_user_model()`` at the top of a module, or the setting itself, also by ``getattr``."""
        module, _, variable = name.rpartition(".")
        facts = self.names.facts(module)
        if facts is None or variable not in facts.by_qualname[""].local:
            return False
        body = Body(self.names, facts, facts.by_qualname[""])
        values = [body.ops[store].inputs[0] for store in body.stores.get(variable, ()) if body.ops[store].inputs]
        return any(self._is_user(body, value) for value in values)

    def _is_user(self, body: Body, index: int) -> bool:
        callee = body.callee(index)
        if callee == "builtins.getattr":
            return body.constant(body.argument(index, 1, "name")) == "AUTH_USER_MODEL"
        return callee == _GET_USER_MODEL or body.dotted(index) == "django.conf.settings.AUTH_USER_MODEL"

    # -- Django's, and the other ends -----------------------------------------------------------------------

    def _contrib(self, row: ContribModel) -> Model:
        nowhere = Place("")
        fields = {
            field.name: Field(
                field.name,
                field.cls,
                nowhere,
                cast("RelationKind | None", field.relation),
                self.user if field.target == _USER else field.target,
                field.related_name,
            )
            for field in row.fields
        }
        return Model(row.name, fields, {}, dict(row.managers) or {"objects": MANAGER}, row.abstract, external=True)

    def _add_reverse(self) -> None:
        added: dict[str, dict[str, ReverseRelation]] = {}
        for model in self.all.values():
            if model.abstract:
                continue
            for field in model.fields.values():
                for target, reverse in self._reverse_of(model, field):
                    added.setdefault(target, {}).setdefault(reverse.name, reverse)
        for name, model in list(self.all.items()):
            inherited: dict[str, ReverseRelation] = {}
            for base in reversed(self.definitions.lineages.of(name)):
                inherited.update(added.get(base, {}))
            if inherited:
                self.all[name] = replace(model, reverse=inherited)

    def _reverse_of(self, model: Model, field: Field) -> Iterator[tuple[str, ReverseRelation]]:
        if field.relation in (None, "generic", "generic-relation") or field.target is None:
            return
        if field.related_name is None:
            return
        single = field.relation == "one-to-one"
        cls = model.name.rpartition(".")[2].lower()
        default = cls if single else f"{cls}_set"
        parts = model.name.split(".")
        label = parts[parts.index("models") - 1] if "models" in parts[1:] else parts[0]
        name = (field.related_name or default).replace("%(class)s", cls).replace("%(app_label)s", label)
        yield field.target, ReverseRelation(name, model.name, field.name, single)


def looks_like_model(name: str) -> bool:
    """A class of a ``models`` module outside the project, by its name: ``taggit.models.Tag``."""
    module, _, last = name.rpartition(".")
    in_models = module.endswith(".models") or ".models." in module
    is_class = (
        last[:1].isupper() and not last.isupper() and not last.endswith(("Manager", "QuerySet", "Mixin", "Field"))
    )
    return in_models and is_class and not module.startswith(("django.db.", "rest_framework.", "django.contrib.gis"))
