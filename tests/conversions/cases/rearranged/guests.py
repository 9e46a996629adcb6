"""A middleware that changes the user, put where another one stood."""
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path


# shows: 3.user 0.access
# expect: async
def who(request):
    return HttpResponse(request.user.username)


# shows: 6.login 0.access
# expect: async
@login_required
def members(request):
    return HttpResponse(request.user.username)


urlpatterns = [path("who/", who), path("members/", members)]
VISITS = [("GET", "/who/"), ("GET", "/members/")]
