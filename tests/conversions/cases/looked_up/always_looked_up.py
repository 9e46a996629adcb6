"""Behind a middleware that has looked the visitor up, request.user is in memory: nothing asks for the user again."""
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views import View

from shop.models import Book, Order


# shows: 3.user
# expect: async
def who(request):
    books = Book.objects.count()
    return HttpResponse(f"{books}" if request.user.is_authenticated else "nobody")


# shows: 3.user_handed_on
# expect: async
def ordered(request):
    user = request.user
    if not user.is_authenticated:
        return HttpResponse("nobody")
    orders = Order.objects.filter(user=user).count()
    return HttpResponse(f"{orders} of {user.username}, {user.profile.motto}")


# shows: 3.user_after 4.render
# expect: async
def page(request):
    if request.user.is_staff:
        return HttpResponse("staff")
    return render(request, "books.html", {"books": Book.objects.all(), "reader": request.user.username})


# shows: 6.login 3.user_after
# expect: async
@login_required
def members(request):
    books = Book.objects.count()
    return HttpResponse(f"{books} for {request.user.username}")


# shows: 6.permission
# expect: async
@permission_required("shop.add_book", raise_exception=True)
def adders(request):
    return HttpResponse(f"{Book.objects.count()} for {request.user.pk}")


# shows: 6.login
# expect: async
@staff_member_required(login_url="/login/")
def staff(request):
    return HttpResponse(f"{Book.objects.count()} for {request.user.pk}")


# shows: 6.login 0.access
# expect: async
class ClassMembers(LoginRequiredMixin, View):
    def get(self, request):
        return HttpResponse(f"{Book.objects.count()} for {request.user.username}")


# shows: 3.user_after
# expect: async
def leaving(request):
    name = request.user.username
    logout(request)
    return HttpResponse(f"{name} {request.user.is_authenticated} {Book.objects.count()}")


urlpatterns = [
    path("who/", who),
    path("ordered/", ordered),
    path("page/", page),
    path("members/", members),
    path("adders/", adders),
    path("staff/", staff),
    path("class_members/", ClassMembers.as_view()),
    path("leaving/", leaving),
]
VISITS = [("GET", f"/{name}/") for name in ("who", "ordered", "page", "members", "adders", "staff", "class_members", "leaving")]
