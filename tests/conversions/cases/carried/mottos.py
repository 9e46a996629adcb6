"""Behind a middleware that changes a row on the object of the visitor, request.auser() would give one with another."""
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path

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
# expect: sync changes the object that request.user is
@login_required
def members(request):
    return HttpResponse(f"motto: {request.user.profile.motto} of {Book.objects.count()}")


urlpatterns = [path("motto/", motto), path("members/", members)]
VISITS = [("GET", "/motto/"), ("GET", "/members/")]
