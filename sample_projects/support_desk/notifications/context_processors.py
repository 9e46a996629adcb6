from django.utils.functional import SimpleLazyObject


def unread_notifications(request):
    """``unread_notifications``: the number in the page header, counted only if the page shows it."""
    user = getattr(request, "user", None)
    if user is None:
        return {}

    def count():
        return user.notifications.unread().count() if user.is_authenticated else 0

    return {"unread_notifications": SimpleLazyObject(count)}
