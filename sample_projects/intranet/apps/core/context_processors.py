from django.conf import settings

from people.selectors import employee_of


def organisation(request):
    return {
        "organisation": settings.ORGANISATION,
        "me": employee_of(request.user),
    }
