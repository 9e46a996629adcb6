from django.contrib.auth.models import User
from django.utils.functional import SimpleLazyObject


class GuestMiddleware:
    """Everybody else is a guest who is looked up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_anonymous:
            request.__dict__["user"] = SimpleLazyObject(lambda: User.objects.get_or_create(username="guest")[0])
        return self.get_response(request)
