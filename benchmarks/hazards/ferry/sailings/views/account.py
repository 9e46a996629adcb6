"""Who is there: users, sessions, permissions."""

from django.contrib.auth import alogin, authenticate, login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import make_password
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.contrib.auth.models import User
from django.http import HttpResponse, JsonResponse
from django.views import View


async def whoami(request):
    return JsonResponse({"name": request.user.get_username()})  # hazard: lazy-user


def greeting(request):
    return "Hello " + request.user.first_name  # hazard: lazy-user-in-helper


async def greeted(request):
    return JsonResponse({"greeting": greeting(request)})


async def basket(request):
    return JsonResponse({"basket": request.session.get("basket")})  # hazard: session-read


def remember(session, key, value):
    session[key] = value  # hazard: session-written-in-helper


async def remembered(request):
    remember(request.session, "port", "north")
    return JsonResponse({})


async def permitted(request):
    user = await request.auser()
    return JsonResponse({"may": user.has_perm("sailings.add_booking")})  # hazard: permission-queries


async def grouped(request):
    user = await request.auser()
    return JsonResponse({"groups": list(user.groups.values_list("name", flat=True))})  # hazard: groups-of-user


async def signed_in(request):
    user = authenticate(request, username="ann", password="secret")  # hazard: authenticate-sync
    return JsonResponse({"user": user.pk if user else None})


async def logged_in(request):
    user = await User.objects.afirst()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")  # hazard: login-sync
    return JsonResponse({})


async def rehashed(request):
    return JsonResponse({"length": len(hashed("secret"))})


def hashed(password):
    return make_password(password)  # hazard: password-hash-in-helper


class Crew(UserPassesTestMixin, View):
    async def test_func(self):  # hazard: async-test-func
        return False

    def get(self, request):
        return HttpResponse("crew only")


class Deck(LoginRequiredMixin, View):  # hazard: access-mixin-over-async-handler
    async def get(self, request):  # hazard: access-mixin-over-async-handler
        return HttpResponse("deck")


class Bridge(View):  # hazard: mixed-handlers
    async def get(self, request):  # hazard: mixed-handlers
        return HttpResponse("bridge")

    def post(self, request):  # hazard: mixed-handlers
        return HttpResponse("steered")


# What follows is harmless.


@login_required
async def fine_account(request):
    user = await request.auser()
    basket = await request.session.aget("basket")
    return JsonResponse({"name": user.get_username(), "basket": basket, "may": await user.ahas_perm("x.y")})


async def fine_login(request):
    user = await User.objects.aget(username="ann")
    await alogin(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return JsonResponse({"user": user.pk})


class FineDesk(View):
    async def get(self, request):
        return HttpResponse("desk")

    async def post(self, request):
        return HttpResponse("desk")
