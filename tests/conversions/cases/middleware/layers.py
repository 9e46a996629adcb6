"""Middleware of a project: what should run both ways, what should be mended, what stays."""
import re
import time

from django.db import connection, transaction
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils.deprecation import MiddlewareMixin

from shop.models import Book, Review
from shop.services import recall, remember


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


def stamped(get_response):
    """Put a stamp on every answer."""
    stamp = "1"

    # one for each request
    def middleware(request):
        """Stamp it."""
        request.started = time.monotonic()
        response = get_response(request)
        # what the answer says
        response["X-Stamp"] = stamp
        response.set_cookie("stamped", request.path)
        return response

    return middleware


def without_doubled_slashes(get_response):
    def middleware(request):
        path = re.sub(r"/{2,}", "/", request.path)
        if path != request.path:
            return HttpResponsePermanentRedirect(path)
        return get_response(request)

    return middleware


def guarding(get_response):
    def check(request):
        try:
            if request.method == "DELETE":
                return HttpResponse("not here", status=405)
            return get_response(request)
        finally:
            request.took = time.monotonic()

    return check


def with_books(get_response):
    def middleware(request):
        request.books = Book.objects.count()
        response = get_response(request)
        response["X-Books"] = str(request.books)
        return response

    return middleware


def logging(get_response):
    def middleware(request):
        Review.objects.create(book_id=1, text="log")
        return get_response(request)

    return middleware


def numbering(get_response):
    number = 0

    def middleware(request):
        nonlocal number
        number = len(request.path)
        response = get_response(request)
        response["X-Number"] = str(number)
        return response

    return middleware


def handing_on(get_response):
    def answer(request):
        return get_response(request)

    def middleware(request):
        return answer(request)

    return middleware


def hooked(get_response):
    def middleware(request):
        response = get_response(request)
        response["X-Hooked"] = str(getattr(request, "hooked", False))
        return response

    def process_view(request, view, args, kwargs):
        request.hooked = Book.objects.exists()

    middleware.process_view = process_view
    return middleware


def remembering(get_response):
    def middleware(request):
        remember(request.path)
        response = get_response(request)
        response["X-Path"] = recall()
        return response

    return middleware


def counting_queries(get_response):
    def middleware(request):
        before = len(connection.queries_log)
        response = get_response(request)
        response["X-Queries"] = str(len(connection.queries_log) - before)
        return response

    return middleware


def listing_queries(get_response):
    def middleware(request):
        response = get_response(request)
        if request.path_info == "/login/" or len(connection.queries) == 0:
            return response
        response["X-Queries"] = str(connection.queries)
        return response

    return middleware


def watching(get_response):
    def watch(execute, sql, params, many, context):
        return execute(sql, params, many, context)

    def middleware(request):
        with connection.execute_wrapper(watch):
            return get_response(request)

    return middleware


def in_transaction(get_response):
    def middleware(request):
        with transaction.atomic():
            return get_response(request)

    return middleware
