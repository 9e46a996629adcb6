from django.contrib import admin

from .models import Notice, Policy


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    list_display = ["title", "created_by", "published_on", "pinned", "withdrawn"]
    list_select_related = ["created_by"]


admin.site.register(Policy)
