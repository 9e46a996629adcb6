from django.contrib import admin

from agents.models import Agent, Team

admin.site.register(Team)


@admin.register(Agent)
class AgentAdmin(admin.ModelAdmin):
    list_display = ["user", "team", "capacity", "is_available"]
    list_filter = ["team", "is_available"]
    list_select_related = ["user", "team"]
