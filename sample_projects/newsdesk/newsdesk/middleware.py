import logging
import time

from django.conf import settings
from django.utils.deprecation import MiddlewareMixin

logger = logging.getLogger("newsdesk.requests")


class SlowRequestLogMiddleware:
    """Log requests that took longer than SLOW_REQUEST_SECONDS."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.limit = settings.SLOW_REQUEST_SECONDS

    def __call__(self, request):
        started = time.monotonic()
        response = self.get_response(request)
        seconds = time.monotonic() - started
        if seconds > self.limit:
            logger.warning("%s %s took %.1f s", request.method, request.path, seconds)
        return response


class EditionMiddleware(MiddlewareMixin):
    """``request.edition``: from ``?edition=``, remembered in a cookie."""

    def process_request(self, request):
        wanted = request.GET.get("edition") or request.COOKIES.get("edition")
        request.edition = wanted if wanted in settings.EDITIONS else settings.EDITIONS[0]

    def process_response(self, request, response):
        edition = getattr(request, "edition", None)
        if edition is None:
            return response
        response["X-Edition"] = edition
        if request.GET.get("edition") == edition:
            response.set_cookie("edition", edition, max_age=365 * 24 * 3600, samesite="Lax")
        return response
