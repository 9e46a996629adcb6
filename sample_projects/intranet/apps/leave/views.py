import csv

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from people.models import Department
from people.selectors import employee_of, is_manager

from . import services
from .forms import LeaveRequestForm
from .models import LeaveRequest


@login_required
def my_requests(request):
    requests = LeaveRequest.objects.of_user(request.user).select_related("decided_by")
    return render(request, "leave/my_requests.html", {"requests": requests})


@login_required
def request_leave(request):
    employee = employee_of(request.user)
    if employee is None:
        raise PermissionDenied("Only employees can ask for leave")
    form = LeaveRequestForm(request.POST or None, instance=LeaveRequest(employee=employee))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your request is on its way.")
        return redirect("leave:mine")
    return render(request, "leave/form.html", {"form": form})


@require_POST
@permission_required("leave.decide_leaverequest", raise_exception=True)
def decide(request, pk):
    leave = get_object_or_404(LeaveRequest, pk=pk)
    try:
        leave = services.decide(leave.pk, approve="approve" in request.POST, user=request.user)
    except services.AlreadyDecided as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{leave} is {leave.get_status_display()}.")
    return redirect("leave:pending")


class PendingView(PermissionRequiredMixin, ListView):
    permission_required = "leave.decide_leaverequest"
    queryset = LeaveRequest.objects.pending().select_related(
        "employee__user", "employee__department"
    )
    template_name = "leave/pending.html"
    context_object_name = "requests"


def calendar(request):
    """Who is away, for the calendars of the departments."""
    away = {}
    for leave in LeaveRequest.objects.approved().in_year(settings.LEAVE_YEAR):
        employee = leave.employee
        entries = away.setdefault(employee.department.slug, [])
        entries.append(
            {
                "number": employee.number,
                "from": leave.first_day.isoformat(),
                "to": leave.last_day.isoformat(),
            }
        )
    return JsonResponse({"away": away})


def balance(request):
    employee = employee_of(request.user)
    if employee is None:
        return JsonResponse({"error": "no personnel record"}, status=403)
    left = services.days_left(employee, settings.LEAVE_YEAR)
    return JsonResponse({"year": settings.LEAVE_YEAR, "days_left": left})


def totals(request):
    requests = LeaveRequest.objects.in_year(settings.LEAVE_YEAR)
    found = {}
    for row in requests.values("status").annotate(count=Count("pk")).order_by("status"):
        found[row["status"]] = row["count"]
    return JsonResponse({"year": settings.LEAVE_YEAR, "requests": found})


@user_passes_test(is_manager)
def report(request):
    rows = []
    for department in Department.objects.prefetch_related("employees__leave_requests"):
        days = 0
        for employee in department.employees.all():
            days += sum(leave.days for leave in employee.leave_requests.all())
        rows.append({"department": department, "days": days})
    return render(request, "leave/report.html", {"rows": rows, "year": settings.LEAVE_YEAR})


@user_passes_test(is_manager)
def report_csv(request):
    response = HttpResponse(content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="leave-{settings.LEAVE_YEAR}.csv"'
    writer = csv.writer(response)
    writer.writerow(["number", "name", "kind", "first day", "last day", "status"])
    requests = LeaveRequest.objects.in_year(settings.LEAVE_YEAR).select_related("employee__user")
    for leave in requests.iterator():
        name = leave.employee.user.get_full_name()
        row = [leave.employee.number, name, leave.kind, leave.first_day, leave.last_day]
        writer.writerow([*row, leave.status])
    return response
