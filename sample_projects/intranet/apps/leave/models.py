from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from core.models import AuthoredModel
from people.models import Employee


class LeaveRequestQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(status=LeaveRequest.Status.PENDING)

    def approved(self):
        return self.filter(status=LeaveRequest.Status.APPROVED)

    def of_user(self, user):
        return self.filter(employee__user=user)

    def in_year(self, year):
        return self.filter(first_day__year=year)


class LeaveRequest(AuthoredModel):
    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "holiday"
        TRAINING = "training", "training"

    class Status(models.TextChoices):
        PENDING = "pending", "pending"
        APPROVED = "approved", "approved"
        REJECTED = "rejected", "rejected"

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="leave_requests")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.HOLIDAY)
    first_day = models.DateField()
    last_day = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decided_leave_requests",
    )

    objects = LeaveRequestQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        permissions = [("decide_leaverequest", "Can approve and reject leave requests")]

    def __str__(self):
        return f"{self.employee}: {self.first_day} to {self.last_day}"

    def clean(self):
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError("The last day is before the first.")

    @property
    def days(self):
        return (self.last_day - self.first_day).days + 1
