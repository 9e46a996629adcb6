"""Books of which a request may see some, by what its thread keeps."""
from django.core.cache import cache
from django.db import models

from shop import kept
from shop.models import Author, Book, BookQuerySet


class ByKept(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(price=kept.kept.price or 0)


class ByHolder(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(price=kept.holder.get() or 0)


class ByCleared(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(price=kept.cleared() or 0)


class ByContext(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(price=kept.in_context() or 0)


class ByIdentity(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(price=kept.by_thread() or 0)


class OnThread(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(price=kept.on_thread() or 0)


class OfBusyAuthors(models.Manager):
    """Asks the database for what it asks."""

    def get_queryset(self):
        busy = [author.pk for author in Author.objects.all() if author.pk < 2]
        return super().get_queryset().filter(author__in=busy)


class Remembered(models.Manager.from_queryset(BookQuerySet)):
    """Asks a cache, and the database."""

    def get_queryset(self):
        if cache.get("author") is None:
            cache.set("author", Author.objects.order_by("pk").first().pk)
        return super().get_queryset().filter(author=cache.get("author"))


class ShownBook(Book):
    objects = ByKept()
    by_holder = ByHolder()
    by_cleared = ByCleared()
    by_context = ByContext()
    by_identity = ByIdentity()
    on_thread = OnThread()
    busy = OfBusyAuthors()
    remembered = Remembered()

    class Meta:
        app_label = "shop"
        proxy = True
