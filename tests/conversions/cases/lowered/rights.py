"""Behind a middleware that changes the object of the visitor, request.auser() would give one with all rights."""
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View

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
# expect: async
@login_required
def members(request):
    return HttpResponse(request.user.last_name)


# shows: 6.method_decorator_dispatch 0.access
# expect: sync changes the object that request.user is
@method_decorator(login_required, name="dispatch")
class ClassMembers(View):
    def get(self, request):
        return HttpResponse(request.user.last_name)


urlpatterns = [path("who/", who), path("secret/", secret), path("members/", members), path("class_members/", ClassMembers.as_view())]
VISITS = [("GET", "/who/"), ("GET", "/secret/"), ("GET", "/members/"), ("GET", "/class_members/")]
