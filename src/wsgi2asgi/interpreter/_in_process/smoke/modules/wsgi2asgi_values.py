"""Values for the arguments of a route, taken from the rows of the database.

The models that a view works on are known by its attributes (``model``, ``queryset``, ``model_admin``) and by the
names its code uses; the arguments by their names (``pk``, ``slug``, ``author_id``, ``year`` ...). What cannot be found
gets a plain value of the converter's type.

Python 3.8 or later, standard library only (and the project's Django).
"""

import inspect
import re
import types

ROWS = 3
PLAIN = {"IntConverter": 1, "UUIDConverter": "00000000-0000-0000-0000-000000000001"}
LABELS = ("app_label", "model_name", "content_type_id")
KEYS = ("pk", "id", "object_id", "_")


def models_of(view):
    """The models that a view works on, the most telling first."""
    found = []
    for owner in owners_of(view):
        for name in ("model", "queryset", "serializer_class", "form_class"):
            found.append(as_model(getattr(owner, name, None)))
    for function in functions_of(view):
        found.extend(models_named_by(function))
    return list(dict.fromkeys(model for model in found if model is not None))


def owners_of(view):
    """The class of a class view (also of Django REST framework), its ``as_view`` arguments, the admin."""
    owners = [getattr(view, name, None) for name in ("model_admin", "view_class", "cls")]
    initial = getattr(view, "view_initkwargs", None) or getattr(view, "initkwargs", None)
    if initial:
        owners.append(types.SimpleNamespace(**initial))
    return [owner for owner in owners if owner is not None]


def as_model(thing):
    """The model that a class, a queryset, a form or a serializer is about."""
    from django.db import models

    if inspect.isclass(thing) and issubclass(thing, models.Model):
        return None if thing._meta.abstract else thing
    if isinstance(thing, models.QuerySet):
        return thing.model
    for holder in ("_meta", "Meta"):
        model = getattr(getattr(thing, holder, None), "model", None)
        if inspect.isclass(model) and issubclass(model, models.Model):
            return model
    return None


def functions_of(view):
    """The functions a view consists of, decorators taken off where they can be."""
    plain = inspect.unwrap(getattr(view, "func", view))
    classes = [getattr(view, name) for name in ("view_class", "cls", "consumer_class") if hasattr(view, name)]
    if not classes and not inspect.isfunction(plain):  # a class, or an object that is called (feeds)
        classes = [view if inspect.isclass(view) else type(view)]
    for cls in classes:
        for base in cls.__mro__:
            if not base.__module__.startswith(("django.", "rest_framework.", "channels.", "builtins", "functools")):
                yield from (item for item in vars(base).values() if inspect.isfunction(item))
    if inspect.isfunction(plain) and not classes:
        yield plain


def models_named_by(function):
    """Models among the names that a function's code uses: ``Book``, ``models.Book``."""
    names = function.__code__.co_names
    for name in names:
        thing = function.__globals__.get(name)
        if inspect.ismodule(thing):
            yield from (as_model(getattr(thing, other, None)) for other in names if other != name)
        else:
            yield as_model(thing) if inspect.isclass(thing) or hasattr(thing, "_meta") else None


class Values:
    """Finds arguments. ``user`` is the test user or None."""

    def __init__(self, user):
        self.user = user
        self.rows = {}

    def candidates(self, parameters, view, converters):
        """Up to a handful of ``{parameter: value}``, the likeliest first. At least one, if only of plain values."""
        found = []
        for model in self.ranked(parameters, view):
            for row in self.rows_of(model):
                values = {name: value_of(row, name) for name in parameters}
                if any(value is not None for value in values.values()):
                    found.append((sum(value is None for value in values.values()), values))
        found.sort(key=lambda item: item[0])
        complete = [self.completed(values, converters) for _, values in found]
        complete.append(self.completed(dict.fromkeys(parameters), converters))
        unique = {repr(sorted(values.items(), key=lambda item: item[0])): values for values in complete}
        return list(unique.values())[:5]

    def completed(self, values, converters):
        """Values with the gaps filled."""
        return {
            name: value if value is not None else self.general(name, converters.get(name))
            for name, value in values.items()
        }

    def ranked(self, parameters, view):
        """Models to try: those of the view, those that the parameters name, those of the view's application."""
        from django.apps import apps

        module = getattr(view, "__module__", "") or ""
        named, near, far = [], [], []
        for model in apps.get_models():
            meta = model._meta
            if any(name.replace("_", "").startswith(meta.model_name) for name in parameters):
                named.append(model)
            elif meta.app_config and module.startswith(meta.app_config.name + "."):
                near.append(model)
            elif any(name in LABELS or (name not in KEYS and has_field(model, name)) for name in parameters):
                far.append(model)
        far.sort(key=lambda model: not hasattr(model, "get_absolute_url"))  # the admin's "view on site" needs one
        return list(dict.fromkeys(models_of(view) + named + near + far))[:12]

    def rows_of(self, model):
        """The first rows, read once."""
        if model not in self.rows:
            try:
                self.rows[model] = list(model._default_manager.order_by("pk")[:ROWS])
            except Exception:  # a table that is not there, a manager that wants a request: no values from it
                self.rows[model] = []
        return self.rows[model]

    def general(self, name, converter):
        """A value that does not come from the view's models."""
        from django.conf import settings

        if name in ("uidb64", "token") and self.user is not None:
            return reset_values(self.user)[name]
        if name in ("username", "user", "user_name") and self.user is not None:
            return self.user.get_username()
        if name in ("lang", "language", "language_code", "locale"):
            return settings.LANGUAGE_CODE
        if name == "format":
            return "json"
        return PLAIN.get(type(converter).__name__) or word_for(name, converter)


def word_for(name, converter):
    """A plain word, or the first alternative of a converter like ``subscribe|update``."""
    word = 1 if is_key(name) else "sample"
    regex = getattr(converter, "regex", None)
    if regex is None or re.fullmatch(regex, str(word)):
        return word
    return next((choice for choice in regex.strip("()?:").split("|") if re.fullmatch(regex, choice)), word)


def is_key(name):
    """Whether a parameter's name says that it is a number of a row."""
    return name.startswith("_") or name in KEYS or name.endswith(("_id", "_pk", "id"))


def reset_values(user):
    """What a password reset link carries."""
    from django.contrib.auth.tokens import default_token_generator
    from django.utils.encoding import force_bytes
    from django.utils.http import urlsafe_base64_encode

    return {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}


def has_field(model, name):
    """Whether a model has a column of that name."""
    return any(field.name == name or field.attname == name for field in model._meta.concrete_fields)


def value_of(row, name):
    """What a row has for an argument, or None."""
    meta = row._meta
    if name == "content_type_id":
        from django.contrib.contenttypes.models import ContentType

        return ContentType.objects.get_for_model(row).pk
    if name in ("app_label", "model_name"):
        return getattr(meta, name)
    if name in KEYS or (name.startswith("_") and name[1:].replace("_", "").isdigit()):
        return row.pk
    if name in ("year", "month", "day", "week"):
        return date_part(row, name)
    if has_field(row, name):
        return field_value(row, name)
    stem, _, rest = name.rpartition("_")
    if (stem or rest).replace("_", "") == meta.model_name:
        return field_value(row, rest) if stem else row.pk
    if name.startswith(meta.model_name) and is_key(name):
        return row.pk
    if stem and has_field(row, stem) and meta.get_field(stem).is_relation:
        related = getattr(row, stem, None)
        return field_value(related, rest) if related is not None else None
    if stem and meta.model_name.startswith(stem.replace("_", "")):
        return field_value(row, rest)
    return None


def field_value(row, name):
    """A column's value; a relation's key, a file's name."""
    from django.db import models

    if name in ("id", "pk"):
        return row.pk
    if not has_field(row, name):
        return None
    field = next(item for item in row._meta.concrete_fields if name in (item.name, item.attname))
    value = getattr(row, field.attname)
    if isinstance(field, models.FileField):
        return value.name or None
    return None if value == "" else value


def date_part(row, name):
    """The year, month, day or week of the row's first date."""
    from django.db import models

    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname, None)
        if isinstance(field, models.DateField) and value is not None:
            return value.isocalendar()[1] if name == "week" else getattr(value, name)
    return None
