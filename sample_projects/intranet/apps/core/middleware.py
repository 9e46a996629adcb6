from django.utils.deprecation import MiddlewareMixin

from .models import AuditEntry
from .threadlocals import clear_current_request, set_current_request


class CurrentUserMiddleware:
    """Make the request known to core.threadlocals while it is being served."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        set_current_request(request)
        try:
            return self.get_response(request)
        finally:
            clear_current_request()


class AuditMiddleware(MiddlewareMixin):
    """Write down who changed something, from where, and how it ended."""

    safe_methods = frozenset({"GET", "HEAD", "OPTIONS"})
    exempt_paths = ("/login/", "/logout/")

    def __call__(self, request):
        response = self.get_response(request)
        if self.is_audited(request):
            AuditEntry.objects.create(
                user=request.user,
                method=request.method,
                path=request.path[:200],
                status=response.status_code,
                address=request.META["REMOTE_ADDR"],
                protocol=request.META.get("SERVER_PROTOCOL", ""),
            )
        return response

    def is_audited(self, request):
        if request.method in self.safe_methods or request.path.startswith(self.exempt_paths):
            return False
        return request.user.is_authenticated
