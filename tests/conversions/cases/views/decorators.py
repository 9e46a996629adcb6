"""Decorators, and who else calls a view."""
from functools import wraps

from django.contrib.auth.decorators import user_passes_test
from django.contrib.sitemaps.views import x_robots_tag
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import path, reverse
from django.views.decorators.cache import cache_page, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from shop.models import Book


def stamped(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Stamp"] = "1"
        return response

    return wrapper


class Cleaned:
    def __init__(self, view):
        self.view = view

    def __call__(self, request):
        response = self.view(request)
        del response["X-Stamp"]
        return response


staff_only = user_passes_test(lambda user: user.is_staff)


# shows: 6.http
# expect: async
@require_GET
def only_get(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.never_cache 6.http 6.csrf
# expect: async
@never_cache
@require_POST
@csrf_exempt
def several(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.cache_page
# expect: async
@cache_page(60)
def cached(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator
# expect: async
@stamped
def own_decorator(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 5.decorator
# expect: sync atomic
@transaction.atomic
def atomic_view(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 5.block 5.for_update 1.for_update
# expect: async
def atomic_block(request):
    with transaction.atomic():
        book = Book.objects.select_for_update().get(pk=1)
        book.stock -= 1
        book.save()
    return JsonResponse({"stock": book.stock})


# shows: 7.wrapped_in_urls
# expect: async
def decorated_in_urls(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 7.called_by_view
# expect: async
def called(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 7.called_by_view
# expect: async
def caller(request):
    return called(request)


# expect: async
@x_robots_tag
def kept_from_robots(request):
    return JsonResponse({"books": Book.objects.count()})


# expect: async
@staff_only
def decorator_in_variable(request):
    return JsonResponse({"books": Book.objects.count()})


# expect: async
def bound_again(request):
    return JsonResponse({"books": Book.objects.count()})


bound_again = never_cache(stamped(bound_again))


# expect: async
def staff_counts(request):
    return JsonResponse({"books": Book.objects.count()})


staff_counts = staff_only(staff_counts)


# expect: sync Cleaned
def bound_to_object(request):
    return JsonResponse({"books": Book.objects.count()})


bound_to_object = Cleaned(bound_to_object)


# shows: 7.wrapped_in_urls
# expect: async
def reversed_by_object(request):
    return HttpResponse(f"{Book.objects.count()} at {reverse(reversed_by_object)}")


urlpatterns = [
    path("only_get/", only_get),
    path("several/", several),
    path("cached/", cached),
    path("own_decorator/", own_decorator),
    path("atomic_view/", atomic_view),
    path("atomic_block/", atomic_block),
    path("decorated_in_urls/", stamped(decorated_in_urls)),
    path("called/", called),
    path("caller/", caller),
    path("kept_from_robots/", kept_from_robots),
    path("decorator_in_variable/", decorator_in_variable),
    path("bound_again/", bound_again),
    path("staff_counts/", staff_counts),
    path("bound_to_object/", bound_to_object),
    path("reversed_by_object/", reversed_by_object),
]
VISITS = [
    ("GET", "/only_get/"), ("POST", "/only_get/", {}), ("POST", "/several/", {}), ("GET", "/several/"), ("GET", "/cached/"),
    ("GET", "/own_decorator/"), ("GET", "/atomic_view/"), ("GET", "/atomic_block/"), ("GET", "/decorated_in_urls/"),
    ("GET", "/called/"), ("GET", "/caller/"), ("GET", "/reversed_by_object/"), ("GET", "/kept_from_robots/"),
    ("GET", "/decorator_in_variable/"), ("GET", "/bound_again/"), ("GET", "/staff_counts/"),
    ("GET", "/bound_to_object/"),
]
