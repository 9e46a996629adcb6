"""Middleware that takes rights from visitors: each sets an attribute of its own on request.user."""
from django.dispatch import Signal, receiver
from django.utils.deprecation import MiddlewareMixin

checked = Signal()


class Lowering(MiddlewareMixin):
    def process_request(self, request):
        request.user.is_staff = False
        user = request.user
        if user.is_authenticated:
            user.role = "guest"
        checked.send(sender=None, user=request.user)
        request.account = Account(request.user)
        request.account.restrict()

    def process_view(self, request, view, args, kwargs):
        request.user.__dict__.update(is_active=False)


class Account:
    def __init__(self, user):
        self.user = user

    def restrict(self):
        self.user.last_name = "restricted"


@receiver(checked)
def restrict(sender, user, **kwargs):
    setattr(user, "first_name", "nobody")
