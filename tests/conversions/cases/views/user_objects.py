"""Views that change the object that request.user is: it must stay the same object to the end."""
import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from shop.models import Book, Review

logger = logging.getLogger(__name__)


# shows: 3.user 0.nothing_lazy
# expect: async
def attribute_set(request):
    request.user.theme = "dark"
    books = Book.objects.count()
    return HttpResponse(f"{books} {request.user.theme}")


# shows: 3.user 0.nothing_lazy
# expect: async
def attribute_set_by_alias(request):
    user = request.user
    user.theme = "dark"
    books = Book.objects.count()
    del user.theme
    return HttpResponse(f"{books} {hasattr(request.user, 'theme')}")


# shows: 3.user_after 0.one_unit
# expect: async
def renamed(request):
    request.user.first_name = request.GET.get("name", "Changed")
    books = Book.objects.count()
    if not request.user.is_authenticated:
        return redirect("/login/")
    request.user.save()
    return HttpResponse(f"{books} {request.user.first_name}")


# shows: 3.user_after 6.login
# expect: async
@login_required
def themed_member(request):
    request.user.theme = "dark"
    books = Book.objects.count()
    return HttpResponse(f"{books} {request.user.username} {request.user.theme}")


# shows: 3.user_after 0.access 4.helper
# expect: async
def lowered_by_helper(request):
    lower(request)
    if not request.user.is_active:
        return HttpResponse("no", status=403)
    return HttpResponse(f"secret {Book.objects.count()}")


def lower(request):
    user = request.user
    for name, value in {"is_active": False, "role": "guest"}.items():
        setattr(user, name, value)


# shows: 3.user_handed_on 0.access 4.helper
# expect: async
def lowered_when_handed_on(request):
    lowered(request.user)
    if not request.user.is_active:
        return HttpResponse("no", status=403)
    return HttpResponse(f"secret {Book.objects.count()}")


def lowered(user):
    user.is_active = False
    return user


# shows: 3.user_handed_on 0.access 4.helper
# expect: async
def lowered_by_holder(request):
    Lower(request).apply()
    if not request.user.is_active:
        return HttpResponse("no", status=403)
    return HttpResponse(f"secret {Book.objects.count()}")


class Lower:
    def __init__(self, request):
        self.user = request.user

    def apply(self):
        self.user.is_active = False


# shows: 3.user_handed_on 0.nothing_lazy
# expect: async
def logged_first(request):
    logger.debug("user %s", request.user)
    books = Book.objects.count()
    return HttpResponse(f"in {books}" if request.user.is_authenticated else f"out {books}")


# shows: 3.user_handed_on 3.messages
# expect: async
def named_in_message(request):
    messages.info(request, request.user)
    return HttpResponse(f"{Book.objects.count()}")


# shows: 8.short_circuit 3.user
# expect: async
def asked_twice(request):
    if request.GET.get("v") and request.user.is_staff:
        return HttpResponse("v")
    return HttpResponse(request.user.username or "anonymous")


# shows: 3.user 1.loop
# expect: async
def asked_in_loop(request):
    for _ in range(int(request.GET.get("n", 0))):
        Review.objects.create(book_id=1, text=request.user.username)
    return HttpResponse(str(request.user.is_staff))


# shows: 3.user 8.closure
# expect: async
def asked_by_inner(request):
    def name():
        return request.user.username

    title = name() if request.GET.get("v") else ""
    return HttpResponse(f"{title} {request.user.is_staff}")


urlpatterns = [
    path("attribute_set/", attribute_set),
    path("attribute_set_by_alias/", attribute_set_by_alias),
    path("renamed/", renamed),
    path("themed_member/", themed_member),
    path("lowered_by_helper/", lowered_by_helper),
    path("lowered_when_handed_on/", lowered_when_handed_on),
    path("lowered_by_holder/", lowered_by_holder),
    path("logged_first/", logged_first),
    path("named_in_message/", named_in_message),
    path("asked_twice/", asked_twice),
    path("asked_in_loop/", asked_in_loop),
    path("asked_by_inner/", asked_by_inner),
]
VISITS = [
    *(("GET", f"/{name}/") for name in (
        "attribute_set", "attribute_set_by_alias", "renamed", "themed_member", "lowered_by_helper",
        "lowered_when_handed_on", "lowered_by_holder", "logged_first", "named_in_message", "asked_twice",
        "asked_in_loop", "asked_by_inner",
    )),
    ("GET", "/asked_twice/?v=1"),
    ("GET", "/asked_in_loop/?n=2"),
    ("GET", "/asked_by_inner/?v=1"),
]
