from functools import wraps

from django.db.models import F
from django.http import Http404

from .models import PageVisit


def staff_or_404(view):
    """Hide a page from everybody but the staff."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404("No such page")
        return view(request, *args, **kwargs)

    return wrapper


def count_visit(view):
    """Count the successful visits of a page."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            visit, _ = PageVisit.objects.get_or_create(path=request.path)
            PageVisit.objects.filter(pk=visit.pk).update(visits=F("visits") + 1)
        return response

    return wrapper
