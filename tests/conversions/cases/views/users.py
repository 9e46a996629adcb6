"""The visitor."""
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path

from shop.models import Order, Review
from shop.services import place_order


# shows: 3.user
# expect: async
def name(request):
    if request.user.is_authenticated:
        return HttpResponse(request.user.username)
    return HttpResponse("anonymous")


# shows: 3.user
# expect: async
def only_once(request):
    return JsonResponse({"in": request.user.is_authenticated})


# shows: 8.short_circuit 3.user
# expect: async
def sometimes(request):
    if request.GET.get("me") and request.user.is_authenticated:
        return HttpResponse("me")
    return HttpResponse("not asked")


# shows: 3.user_after
# expect: async
def then_template(request):
    title = "Hello" if request.user.is_authenticated else "Go away"
    return render(request, "books.html", {"title": title})


# shows: 3.user_after
# expect: async
def sometimes_then_template(request):
    title = ""
    if request.GET.get("me"):
        if request.user.is_authenticated:
            title = request.user.username
    return render(request, "books.html", {"title": title})


# shows: 6.login 3.user
# expect: async
@login_required
def orders(request):
    return JsonResponse({"orders": list(request.user.orders.values_list("total", flat=True))})


# shows: 6.login 3.messages
# expect: async
@login_required
def behind_login(request):
    messages.info(request, f"hello {request.user.username}")
    return render(request, "books.html", {"title": "x"})


# shows: 3.user_handed_on
# expect: async
@login_required
def handed_on(request):
    place_order(request.user, [])
    return HttpResponse("ordered")


# shows: 6.permission
# expect: async
@permission_required("shop.add_book")
def allowed(request):
    return HttpResponse("allowed")


# shows: 6.permission 0.access
# expect: async
@permission_required("shop.delete_book", raise_exception=True)
def forbidden(request):
    return HttpResponse("allowed")


# shows: 1.argument_user
# expect: async
def filtered(request):
    if not request.user.is_authenticated:
        return redirect("login")
    total = Order.objects.filter(user=request.user).count()
    return JsonResponse({"total": total})


# shows: 3.user
# expect: async
def may(request):
    return JsonResponse({"may": request.user.has_perm("shop.add_book")})


# shows: 3.user
# expect: async
def either(request):
    if request.method == "POST":
        return HttpResponse("posted")
    elif request.user.is_authenticated:
        return HttpResponse("in")
    else:
        return HttpResponse("out")


# shows: 3.user
# expect: async
def mine(request, pk):
    review = Review.objects.get(pk=pk)
    if review.user == request.user:
        return HttpResponse("mine")
    return HttpResponse("theirs")


urlpatterns = [
    path("name/", name),
    path("only_once/", only_once),
    path("sometimes/", sometimes),
    path("then_template/", then_template),
    path("sometimes_then_template/", sometimes_then_template),
    path("orders/", orders),
    path("behind_login/", behind_login),
    path("handed_on/", handed_on),
    path("allowed/", allowed),
    path("forbidden/", forbidden),
    path("filtered/", filtered),
    path("may/", may),
    path("either/", either),
    path("mine/<int:pk>/", mine),
]
VISITS = [("GET", f"/{name}/") for name in (
    "name", "only_once", "sometimes", "then_template", "sometimes_then_template", "orders", "behind_login", "handed_on",
    "allowed", "forbidden", "filtered", "may", "either",
)] + [
    ("GET", "/sometimes/?me=1"), ("GET", "/sometimes_then_template/?me=1"), ("POST", "/either/", {}), ("GET", "/mine/1/"),
    ("GET", "/mine/2/"),
]
