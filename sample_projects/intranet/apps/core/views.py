from django.contrib.auth.decorators import login_required, user_passes_test
from django.core.paginator import Paginator
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render

from leave.models import LeaveRequest
from notices.models import Notice

from .models import AuditEntry


@login_required
def home(request):
    context = {
        "notices": Notice.objects.current().select_related("created_by")[:3],
        "pending": LeaveRequest.objects.pending().of_user(request.user).count(),
    }
    return render(request, "core/home.html", context)


def health(request):
    return JsonResponse({"status": "ok"})


def ready(request):
    """Asked by the load balancer: can we reach the database?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        (answer,) = cursor.fetchone()
    return JsonResponse({"status": "ok" if answer == 1 else "failed"})


def whoami(request):
    """Asked by the status bar of the desktop client."""
    user = request.user
    return JsonResponse(
        {
            "user": user.get_username() if user.is_authenticated else None,
            "address": request.META["REMOTE_ADDR"],
            "agent": request.headers.get("User-Agent", ""),
        }
    )


@user_passes_test(lambda user: user.is_staff)
def audit_log(request):
    entries = AuditEntry.objects.select_related("user")
    page = Paginator(entries, 20).get_page(request.GET.get("page"))
    return render(request, "core/audit_log.html", {"page": page})
