import time

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from notifications.models import Notification

NEWEST = 20


class NotificationListView(LoginRequiredMixin, ListView):
    paginate_by = 25

    def get_queryset(self):
        return self.request.user.notifications.select_related("ticket")


@login_required
def poll(request):
    """Unread notifications; the page asks every few seconds (static/js/notifications.js)."""
    unread = Notification.objects.filter(recipient=request.user, read_at=None)
    newest = unread.select_related("ticket")[:NEWEST]
    return JsonResponse(
        {
            "unread": unread.count(),
            "notifications": [notification.as_dict() for notification in newest],
        }
    )


@never_cache
@login_required
def wait(request):
    """Long poll of the tray app: answer as soon as there is something newer than ``?after=``."""
    try:
        after = int(request.GET.get("after", 0))
    except ValueError:
        return HttpResponseBadRequest("after must be a number")
    deadline = time.monotonic() + settings.NOTIFICATION_WAIT_SECONDS
    while True:
        fresh = list(
            Notification.objects.filter(recipient=request.user, pk__gt=after)
            .select_related("ticket")
            .order_by("pk")[:NEWEST]
        )
        if fresh or time.monotonic() >= deadline:
            break
        time.sleep(settings.NOTIFICATION_WAIT_INTERVAL)
    return JsonResponse({"notifications": [notification.as_dict() for notification in fresh]})


@login_required
@require_POST
def mark_read(request, pk):
    notification = get_object_or_404(Notification, pk=pk, recipient=request.user)
    Notification.objects.filter(pk=notification.pk).mark_read()
    return redirect(notification.ticket)


@login_required
@require_POST
def mark_all_read(request):
    marked = request.user.notifications.mark_read()
    return JsonResponse({"marked": marked})
