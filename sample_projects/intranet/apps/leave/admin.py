from django.contrib import admin

from .models import LeaveRequest


@admin.register(LeaveRequest)
class LeaveRequestAdmin(admin.ModelAdmin):
    list_display = ["employee", "kind", "first_day", "last_day", "days", "status"]
    list_filter = ["status", "kind"]
    list_select_related = ["employee__user", "employee__department"]
