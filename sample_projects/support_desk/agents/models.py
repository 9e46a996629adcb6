from django.conf import settings
from django.db import models


class Team(models.Model):
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Agent(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agent"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="agents")
    capacity = models.PositiveSmallIntegerField(default=10)
    is_available = models.BooleanField(default=True)

    class Meta:
        ordering = ["user__username"]

    def __str__(self):
        return f"{self.user.get_full_name() or self.user.username} ({self.team})"

    def open_tickets(self):
        return self.tickets.open()

    @property
    def load(self):
        """Open tickets as a percentage of capacity."""
        if not self.capacity:
            return 100
        return min(100, 100 * self.open_tickets().count() // self.capacity)
