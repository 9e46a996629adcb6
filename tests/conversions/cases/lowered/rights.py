"""Behind a middleware that changes the object of the visitor, request.auser() would give one with all rights."""
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path

from shop.models import Book


# shows: 3.user 0.access
# expect: async
def who(request):
    return HttpResponse(request.user.first_name)


# shows: 3.user 0.access
# expect: async
def secret(request):
    books = Book.objects.count()
    if not request.user.is_active or getattr(request.user, "role", "admin") == "guest":
        return HttpResponse("no", status=403)
    return HttpResponse(f"secret {books}")


# shows: 6.login 0.access
# expect: sync changes the object that request.user is
@login_required
def members(request):
    return HttpResponse(request.user.last_name)


urlpatterns = [path("who/", who), path("secret/", secret), path("members/", members)]
VISITS = [("GET", "/who/"), ("GET", "/secret/"), ("GET", "/members/")]
