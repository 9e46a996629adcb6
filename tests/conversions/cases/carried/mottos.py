"""Behind a middleware that changes a row on the object of the visitor, request.auser() would give one with another."""
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View

from shop.models import Book


# shows: 3.user 0.access
# expect: async
def motto(request):
    books = Book.objects.count()
    user = request.user
    if not user.is_authenticated or not user.profile.motto:
        return HttpResponse("no", status=403)
    return HttpResponse(f"secret {books}")


# shows: 6.login 0.access
# expect: async
@login_required
def members(request):
    return HttpResponse(f"motto: {request.user.profile.motto} of {Book.objects.count()}")


# shows: 6.method_decorator_dispatch 0.access
# expect: sync changes the object that request.user is
@method_decorator(login_required, name="dispatch")
class ClassMembers(View):
    def get(self, request):
        return HttpResponse(request.user.profile.motto)


urlpatterns = [path("motto/", motto), path("members/", members), path("class_members/", ClassMembers.as_view())]
VISITS = [("GET", "/motto/"), ("GET", "/members/"), ("GET", "/class_members/")]
