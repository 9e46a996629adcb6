from django.core.cache import cache
from django.db.models import Count, Q

from .models import Department, Employee

HEADCOUNT_KEY = "people:headcount"


def employee_of(user):
    """The personnel record of a user, or None: visitors and service accounts have none."""
    if not user.is_authenticated:
        return None
    try:
        return user.employee
    except Employee.DoesNotExist:
        return None


def directory(text=""):
    employees = Employee.objects.current().select_related("user", "department")
    if text:
        employees = employees.matching(text)
    return employees.order_by("user__last_name", "user__first_name")


def headcount():
    found = cache.get(HEADCOUNT_KEY)
    if found is None:
        size = Count("employees", filter=Q(employees__left_on__isnull=True))
        departments = Department.objects.annotate(size=size).order_by("name")
        found = {department.name: department.size for department in departments}
        cache.set(HEADCOUNT_KEY, found)
    return found


def is_manager(user):
    return user.is_active and Employee.objects.current().filter(manager__user=user.pk).exists()
