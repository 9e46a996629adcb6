"""What is changed on the object that a thread remembers, request.auser() knows not of."""
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path

from shop.current import as_reader, current_user, lower_current
from shop.models import Book


# shows: 3.user
# expect: async
def staff(request):
    books = Book.objects.count()
    return HttpResponse(str(books) if request.user.is_active else "no")


# shows: 3.user 0.access 6.own_decorator
# expect: async
@as_reader
def lowered(request):
    books = Book.objects.count()
    if not request.user.is_active:
        return HttpResponse("no", status=403)
    return HttpResponse(f"secret {books}")


# shows: 3.user 0.access 4.helper
# expect: async
def lowered_by_helper(request):
    books = Book.objects.count()
    lower_current()
    if not request.user.is_active:
        return HttpResponse("no", status=403)
    return HttpResponse(f"secret {books}")


# shows: 3.user 7.local
# expect: async
def named(request):
    books = Book.objects.count()
    return HttpResponse(f"{current_user().username} {books}")


# shows: 6.login 3.user
# expect: async
@login_required
def named_behind_login(request):
    books = Book.objects.count()
    return HttpResponse(f"{current_user().username} {request.user.username} {books}")


urlpatterns = [
    path("staff/", staff),
    path("lowered/", lowered),
    path("lowered_by_helper/", lowered_by_helper),
    path("named/", named),
    path("named_behind_login/", named_behind_login),
]
VISITS = [
    ("GET", "/staff/"), ("GET", "/lowered/"), ("GET", "/lowered_by_helper/"), ("GET", "/named/"),
    ("GET", "/named_behind_login/"),
]
