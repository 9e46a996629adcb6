from django.contrib import admin

from tickets.models import Comment, Ticket


class CommentInline(admin.TabularInline):
    model = Comment
    extra = 0


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin):
    list_display = ["subject", "status", "priority", "requester", "assignee", "created_at"]
    list_filter = ["status", "priority"]
    list_select_related = ["requester", "assignee__user", "assignee__team"]
    search_fields = ["subject", "body"]
    inlines = [CommentInline]
