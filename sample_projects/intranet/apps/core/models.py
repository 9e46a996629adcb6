from django.conf import settings
from django.db import models
from django.utils import timezone

from .threadlocals import get_current_user


class AuthoredModel(models.Model):
    """Remembers who created it without being told."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self._state.adding and self.created_by_id is None:
            self.created_by = get_current_user()
        super().save(*args, **kwargs)


class AuditEntry(models.Model):
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audit_entries"
    )
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=200)
    status = models.PositiveSmallIntegerField()
    address = models.GenericIPAddressField()
    protocol = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"

    def __str__(self):
        return f"{self.user} {self.method} {self.path}"
