from django.conf import settings
from django.db import models
from django.urls import reverse

from core.models import AuthoredModel


class NoticeQuerySet(models.QuerySet):
    def current(self):
        return self.filter(withdrawn=False)


class Notice(AuthoredModel):
    title = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    body = models.TextField()
    published_on = models.DateField()
    pinned = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "title"]

    def __str__(self):
        return f"{self.title} ({self.created_by})"

    def get_absolute_url(self):
        return reverse("notices:detail", args=[self.slug])


class Policy(models.Model):
    title = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    filename = models.CharField(max_length=120)
    revision = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "policies"

    def __str__(self):
        return f"{self.title}, revision {self.revision}"

    @property
    def document(self):
        return settings.POLICY_DOCUMENTS / self.filename
