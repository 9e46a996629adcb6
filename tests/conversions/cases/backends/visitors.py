"""Who the visitor is, asked where the backends are the project's own."""
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View

from shop.models import Book


# shows: 6.own_backends 3.user_own_backend
# expect: async
def name(request):
    books = Book.objects.count()
    return HttpResponse(f"{request.user.get_username()} of {books}")


# shows: 6.own_backends 0.access
# expect: async
def may(request):
    if not Book.objects.exists():
        return HttpResponse("no books", status=404)
    return JsonResponse({"read": request.user.has_perm("shop.read_book"), "drop": request.user.has_perm("shop.delete_book")})


# shows: 6.own_backends 6.login 0.access
# expect: async
@login_required
def private(request):
    return JsonResponse({"books": Book.objects.count(), "user": request.user.username, "greeting": request.user.greeting})


# shows: 6.own_backends 6.permission 0.access
# expect: async
@permission_required("shop.read_book", raise_exception=True)
def allowed(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_backends 6.method_decorator_dispatch 0.access
# expect: async
@method_decorator(login_required, name="dispatch")
class Gated(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count(), "user": request.user.username, "greeting": request.user.greeting})


# shows: 6.own_backends 3.user_own_backend 0.overrides_win
# expect: async
def enter(request):
    user = authenticate(request, username=request.POST["name"], password="pw")
    books = Book.objects.count()
    return JsonResponse({"user": user and user.username, "books": books})


# shows: 6.own_backends 3.session_cycle
# expect: async
def come_in(request):
    user = User.objects.get(username="reader")
    login(request, user, backend="shop.backends.ShopBackend")
    return JsonResponse({"in": request.user.is_authenticated, "books": Book.objects.count()})


# shows: 6.own_backends 3.session_flush
# expect: async
def leave(request):
    books = Book.objects.count()
    logout(request)
    return JsonResponse({"in": request.user.is_authenticated, "books": books})


urlpatterns = [
    path("name/", name),
    path("may/", may),
    path("private/", private),
    path("allowed/", allowed),
    path("gated/", Gated.as_view()),
    path("enter/", enter),
    path("come_in/", come_in),
    path("leave/", leave),
]
VISITS = [("GET", f"/{name}/") for name in ("name", "may", "private", "allowed", "gated", "come_in", "leave")] + [
    ("POST", "/enter/", {"name": "reader"}), ("POST", "/enter/", {"name": "banned"}), ("POST", "/enter/", {"name": "none"}),
]
