from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from .models import LeaveRequest


class AlreadyDecided(Exception):
    pass


def decide(pk, *, approve, user):
    """Approve or reject a pending request and tell the employee."""
    with transaction.atomic():
        request = LeaveRequest.objects.select_for_update().get(pk=pk)
        if request.status != LeaveRequest.Status.PENDING:
            raise AlreadyDecided(f"The request is {request.get_status_display()} already.")
        status = LeaveRequest.Status.APPROVED if approve else LeaveRequest.Status.REJECTED
        request.status = status
        request.decided_by = user
        request.save(update_fields=["status", "decided_by"])
        transaction.on_commit(lambda: tell_employee(request))
    return request


def tell_employee(request):
    send_mail(
        subject=f"Your leave is {request.get_status_display()}",
        message=f"{request.first_day} to {request.last_day}, decided by {request.decided_by}.",
        from_email="personnel@riverside.example",
        recipient_list=[request.employee.user.email],
    )


def days_left(employee, year):
    taken = employee.leave_requests.approved().in_year(year).filter(kind=LeaveRequest.Kind.HOLIDAY)
    return settings.LEAVE_DAYS_PER_YEAR - sum(request.days for request in taken)
