from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from . import selectors
from .forms import PhoneForm
from .models import Department, Employee


@login_required
def directory(request):
    text = request.GET.get("q", "").strip()
    page = Paginator(selectors.directory(text), 10).get_page(request.GET.get("page"))
    return render(request, "people/directory.html", {"page": page, "text": text})


@login_required
def employee_detail(request, number):
    employee = get_object_or_404(Employee.objects.select_related("user"), number=number)
    team = employee.team.current().select_related("user")
    return render(request, "people/employee.html", {"employee": employee, "team": team})


def phone_list(request):
    """Fetched every night by the telephone system."""
    employees = Employee.objects.current().exclude(phone="").select_related("user")
    return JsonResponse(
        {
            "phones": [
                {"phone": employee.phone, "name": employee.user.get_full_name()}
                for employee in employees.order_by("phone")
            ]
        }
    )


def vcard(request, number):
    try:
        employee = Employee.objects.select_related("user").get(number=number)
    except Employee.DoesNotExist:
        return HttpResponseNotFound("no such employee\n", content_type="text/plain")
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"FN:{employee.user.get_full_name()}",
        f"ORG:{employee.department.name}",
        f"TEL:{employee.phone}",
        "END:VCARD",
    ]
    return HttpResponse("\r\n".join(lines), content_type="text/vcard")


def line_manager(request, number):
    employee = get_object_or_404(Employee, number=number)
    if employee.manager_id is None:
        return JsonResponse({"number": number, "manager": None})
    return JsonResponse({"number": number, "manager": employee.manager.user.get_full_name()})


def org_chart(request):
    chart = []
    for department in Department.objects.all():
        head = department.head
        members = []
        for employee in department.employees.current().select_related("user"):
            members.append(employee.user.get_full_name())
        chart.append(
            {
                "department": department.name,
                "head": head.number if head else None,
                "members": members,
            }
        )
    return JsonResponse({"departments": chart})


def headcount(request):
    return JsonResponse({"headcount": selectors.headcount()})


class PhoneView(View):
    """The desk phone's own settings page reads and changes the number of its owner."""

    def get(self, request):
        employee = selectors.employee_of(request.user)
        return JsonResponse({"phone": employee.phone if employee else None})

    def post(self, request):
        employee = selectors.employee_of(request.user)
        if employee is None:
            return JsonResponse({"error": "no personnel record"}, status=403)
        form = PhoneForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        employee.phone = form.cleaned_data["phone"]
        employee.save(update_fields=["phone"])
        return JsonResponse({"phone": employee.phone})
