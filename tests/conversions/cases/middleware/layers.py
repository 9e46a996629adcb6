"""Middleware of a project: what should run both ways, what should be mended, what stays."""
import re
import time

from django.http import HttpResponsePermanentRedirect
from django.utils.deprecation import MiddlewareMixin

from shop.models import Review


class Stamp:
    """Put a stamp on every answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Stamp it."""
        response = self.get_response(request)
        response["X-Stamp"] = "1"
        return response


class Slashes:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = re.sub(r"/{2,}", "/", request.path)
        if path != request.path:
            return HttpResponsePermanentRedirect(path)
        # nothing to do
        return self.get_response(request)


class Timed:
    def __init__(self, inner):
        self.inner = inner
        self.unit = "s"

    def __call__(self, request):
        start = time.monotonic()
        try:
            return self.inner(request)
        finally:
            request.took = f"{time.monotonic() - start}{self.unit}"


class Logging:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        Review.objects.create(book_id=1, text="log")
        return self.get_response(request)


class HandedOn:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.answer(request)

    def answer(self, request):
        return self.get_response(request)


class Remembering:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        self.path = request.path
        return self.get_response(request)


class OwnCall(MiddlewareMixin):
    def __call__(self, request):
        response = self.get_response(request)
        response["X-Own"] = "call"
        return response


class Unmarked:
    sync_capable = False
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response

    async def __call__(self, request):
        response = await self.get_response(request)
        response["X-Async"] = "1"
        return response


def counted(get_response):
    """Count what is asked for."""
    asked = []

    def middleware(request):
        asked.append(request.path)
        response = get_response(request)
        response["X-Counted"] = "yes" if asked else "no"
        return response

    return middleware
