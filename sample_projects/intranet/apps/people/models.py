from django.conf import settings
from django.db import models
from django.urls import reverse


class Department(models.Model):
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def head(self):
        """The one who is managed from outside the department."""
        return self.employees.exclude(manager__department=self).order_by("number").first()


class EmployeeQuerySet(models.QuerySet):
    def current(self):
        return self.filter(left_on__isnull=True)

    def matching(self, text):
        return self.filter(
            models.Q(user__first_name__icontains=text)
            | models.Q(user__last_name__icontains=text)
            | models.Q(department__name__icontains=text)
            | models.Q(phone=text)
        )


class Employee(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="employee"
    )
    number = models.CharField(max_length=8, unique=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="employees")
    manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="team"
    )
    phone = models.CharField(max_length=20, blank=True)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"{self.user.get_full_name()} ({self.department})"

    def get_absolute_url(self):
        return reverse("people:employee", args=[self.number])
