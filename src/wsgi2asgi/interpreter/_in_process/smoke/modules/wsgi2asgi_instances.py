"""Fill an empty test database: two minimal instances of every model of the project, made from its fields alone.

A model that does not let itself be made is told, and the rest goes on. Everything is deterministic.

Python 3.8 or later, standard library only (and the project's Django).
"""

import base64
import datetime
import decimal
import uuid

COUNT = 2
PROFILE = 9
DEPTH = 4
# Rows of these would stand in the way of what Django makes by itself.
DJANGO_OWN = ("admin", "auth", "contenttypes", "sessions", "sites", "migrations", "messages", "staticfiles")
SHOWN = ("active", "approved", "enabled", "public", "published", "shared", "visible")
SHOWN_CHOICES = ("published", "public", "active", "approved", "open", "p")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def fill(user, notes):
    """Make instances of every concrete, managed model of the project that has no rows. Problems go to ``notes``."""
    from django.apps import apps

    maker = Maker(user)
    for model in apps.get_models():
        if model._meta.app_label in DJANGO_OWN or not model._meta.managed or model._meta.proxy:
            continue
        number = 0
        try:
            for number in numbers_of(model, user):
                maker.make(model, number, 0)
        except Exception as error:
            if number < COUNT:  # one row will do
                notes.append(f"no row of {model._meta.label}: {first_line(error)}")


def numbers_of(model, user):
    """Of the rows to make: a few of a model that has none; one where the test user is the only one without."""
    if not model._base_manager.exists():
        return range(1, COUNT + 1)
    adopt(model, user)
    return [PROFILE] if lacks_profile(model, user) else []


def lacks_profile(model, user):
    """Whether rows of this model belong to one user each, and the test user has none."""
    return any(
        field.remote_field is not None
        and user is not None
        and isinstance(user, field.remote_field.model)
        and field.unique
        and not field.remote_field.parent_link
        and not model._base_manager.filter(**{field.name: user}).exists()
        for field in model._meta.concrete_fields
    )


def adopt(model, user):
    """The first row becomes the test user's own, so that pages for owners can be visited. Best effort."""
    from django.db import DatabaseError, router, transaction

    for field in model._meta.concrete_fields:
        relation = field.remote_field
        points_to_user = relation is not None and user is not None and isinstance(user, relation.model)
        if not points_to_user or field.unique:
            continue
        rows = model._base_manager.filter(pk=model._base_manager.order_by("pk").values_list("pk", flat=True).first())
        try:
            with transaction.atomic(using=router.db_for_write(model)):
                rows.update(**{field.name: user})
        except DatabaseError:  # a constraint that a copy of this row with another owner breaks
            continue


def first_line(error):
    """An exception in one line."""
    return "{}: {}".format(type(error).__name__, (str(error).splitlines() or [""])[0])


class Maker:
    """Makes instances; foreign keys to the user model point to the test user."""

    def __init__(self, user):
        self.user = user

    def make(self, model, number, depth):
        """A saved instance. Raises what the model's ``save`` raises."""
        from django.db import router, transaction

        instance = model()
        for field in model._meta.concrete_fields:
            if self.is_wanted(field):
                value = self.value(field, number, depth)
                if value is not None:
                    setattr(instance, field.name, value)
        with transaction.atomic(using=router.db_for_write(model)):
            instance.save()
        self.relate(instance)
        return instance

    def relate(self, instance):
        """Many-to-many relations get the rows that are there; one that refuses stays empty."""
        from django.db import DatabaseError, router, transaction

        for field in instance._meta.many_to_many:
            rows = list(field.remote_field.model._base_manager.order_by("pk")[:COUNT])
            try:
                with transaction.atomic(using=router.db_for_write(type(instance))):
                    getattr(instance, field.name).add(*rows)
            except (DatabaseError, TypeError, ValueError):  # a relation with columns of its own
                continue

    def is_wanted(self, field):
        """Whether a field gets a value: those that must have one, and those by which pages choose what to show."""
        from django.db import models

        if field.primary_key and (has_default(field) or isinstance(field, models.AutoField) or field.auto_created):
            return False
        if getattr(field, "generated", False) or getattr(field, "auto_now", False) or field.name == "password":
            return False
        if field.remote_field is not None:
            return field.remote_field.model is not field.model or not field.null
        if isinstance(field, models.BooleanField):
            return any(word in field.name for word in SHOWN) or not has_default(field)
        if field.choices or field.unique:
            return field.unique or not has_default(field) or bool(shown_choice(field))
        if isinstance(field, (models.DateField, models.TimeField, models.SlugField)):
            return not has_default(field)
        return not (field.null or has_default(field))

    def is_user(self, field):
        """Whether a relation points to the user model."""
        return self.user is not None and isinstance(self.user, field.remote_field.model)

    def value(self, field, number, depth):
        """A value that fits the field."""
        if field.remote_field is not None:
            return self.related(field, number, depth)
        if field.choices and not field.unique:
            return shown_choice(field) or first_choice(field)
        return plain_value(field, number)

    def related(self, field, number, depth):
        """The test user, an existing row, or a new one."""
        model = field.remote_field.model
        if self.is_user(field) and not (field.unique and self.user.pk in taken(field)):
            return self.user
        rows = model._base_manager.order_by("pk")
        found = rows.first() if not field.unique else rows.exclude(pk__in=taken(field)).first()
        if found is not None or field.null or depth >= DEPTH:
            return found
        return self.make(model, number, depth + 1)


def has_default(field):
    """Whether a field fills itself; a default of None fills nothing."""
    return field.has_default() and field.default is not None


def taken(field):
    """Keys of the rows that a one-to-one relation already uses."""
    return list(field.model._base_manager.exclude(**{field.name: None}).values_list(field.attname, flat=True))


def choices_of(field):
    """The keys a field may have, groups flattened, the empty one left out."""
    return [key for key, _ in field.flatchoices if key not in ("", None)]


def first_choice(field):
    """The first key, or None."""
    return next(iter(choices_of(field)), None)


def shown_choice(field):
    """The key under which pages usually show a thing, or None."""
    return next((key for key in choices_of(field) if str(key).lower() in SHOWN_CHOICES), None)


def plain_value(field, number):
    """A value by the field's type; None where nothing is known."""
    from django.db import models

    moment = datetime.datetime(2024, 1, number, 12, 0, tzinfo=zone())
    number_types = (models.IntegerField, models.FloatField)
    makers = (
        (models.BooleanField, lambda: not any(word in field.name for word in ("deleted", "archived", "banned"))),
        (models.EmailField, lambda: f"sample{number}@example.com"),
        (models.URLField, lambda: f"https://example.com/sample-{number}"),
        (models.SlugField, lambda: f"sample-{number}"),
        (models.ImageField, lambda: upload("sample.png", PIXEL)),
        (models.FileField, lambda: upload("sample.txt", b"sample\n")),
        ((models.CharField, models.TextField), lambda: text(field, number)),
        (models.DecimalField, lambda: decimal.Decimal(number)),
        (models.DateTimeField, lambda: moment),
        (models.DateField, moment.date),
        (models.TimeField, lambda: moment.time().replace(tzinfo=None)),
        (models.DurationField, lambda: datetime.timedelta(minutes=number)),
        (models.UUIDField, lambda: uuid.UUID(int=number)),
        (models.GenericIPAddressField, lambda: f"127.0.0.{number}"),
        (models.JSONField, dict),
        (models.BinaryField, lambda: b"sample"),
        (number_types, lambda: number),
    )
    for kinds, make in makers:
        if isinstance(field, kinds):
            return make()
    return None


def zone():
    """UTC where the project uses time zones."""
    from django.conf import settings

    return datetime.timezone.utc if settings.USE_TZ else None


def text(field, number):
    """Words that fit the length."""
    return f"sample {number}"[-(field.max_length or 100) :]


def upload(name, content):
    """A small file to be stored where uploads go."""
    from django.core.files.base import ContentFile

    return ContentFile(content, name=name)
