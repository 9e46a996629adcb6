"""Decorators that ask a project's own backend, before Django's are async: it is asked what it was asked before."""
from django.contrib.auth.decorators import login_required, permission_required
from django.http import JsonResponse
from django.urls import path

from shop.models import Book


# shows: 6.own_backends 0.access
# expect: async
@login_required
def only_logged_in(request):
    return JsonResponse({"greeting": request.user.greeting, "books": Book.objects.count()})


# shows: 6.own_backends 0.access
# expect: async
@permission_required("shop.read_book", raise_exception=True)
def may_read(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_backends 0.access
# expect: async
@permission_required("shop.delete_book", raise_exception=True)
def may_delete(request):
    return JsonResponse({"books": Book.objects.count()})


urlpatterns = [
    path("only_logged_in/", only_logged_in),
    path("may_read/", may_read),
    path("may_delete/", may_delete),
]
VISITS = [("GET", "/only_logged_in/"), ("GET", "/may_read/"), ("GET", "/may_delete/")]
