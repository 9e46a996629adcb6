from django.db import models
from django.utils import timezone


class QueuedJob(models.Model):
    """A call that waits for ``manage.py run_jobs``."""

    name = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    queued_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.name} #{self.pk}"
