from django.contrib import admin

from .models import Department, Employee


@admin.register(Employee)
class EmployeeAdmin(admin.ModelAdmin):
    list_display = ["number", "user", "department", "phone", "joined_on", "left_on"]
    list_filter = ["department"]
    list_select_related = ["user", "department"]
    search_fields = ["number", "user__last_name"]


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ["name", "head"]
    prepopulated_fields = {"slug": ["name"]}
