"""The visitor."""
import copy
import logging

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path

from shop.models import Order, Review
from shop.services import place_order

logger = logging.getLogger(__name__)
STOCK = {}


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


# expect: async
def is_instance(request):
    return JsonResponse({"guest": isinstance(request.user, AnonymousUser)})


# expect: async
def asserted(request):
    user = request.user
    assert isinstance(user, (User, AnonymousUser))
    return JsonResponse({"pk": user.pk})


# expect: async
def key_of_dict(request):
    stock = {request.user: 1} if request.GET.get("me") else {}
    return JsonResponse({"stock": list(stock.values())})


# expect: async
def item_of_set(request):
    guests = {request.user} if request.GET.get("me") else set()
    return JsonResponse({"guests": len(guests)})


# expect: async
def looked_up_by_user(request):
    return JsonResponse({"stock": {}.get(request.user, 0)})


# expect: async
def subscript_by_user(request):
    try:
        return JsonResponse({"stock": STOCK[request.user]})
    except KeyError:
        return JsonResponse({"stock": "none"})


# expect: async
def in_set(request):
    return JsonResponse({"in": request.user in STOCK})


# expect: async
def in_list(request):
    return JsonResponse({"in": request.user in ["a", "b"]})


# expect: async
def index_in_list(request):
    return JsonResponse({"in": ["a"].count(request.user)})


# expect: async
def class_pattern(request):
    match request.user:
        case AnonymousUser():
            return HttpResponse("guest")
        case _:
            return HttpResponse("known")


# expect: async
def copied(request):
    return HttpResponse(copy.copy(request.user).username)


# expect: async
def by_name_of_attribute(request):
    user = getattr(request, "user", None)
    return JsonResponse({"in": bool(user and user.is_authenticated)})


# expect: async
def percent(request):
    return HttpResponse("hello %s" % request.user)


# expect: async
def logged(request):
    logger.warning("visited by %s", request.user)
    return HttpResponse("ok")


# expect: async
def has_attribute(request):
    return JsonResponse({"has": hasattr(request.user, "email")})


# expect: async
def stored_in_dict(request):
    seen = {}
    seen[request.user] = 1
    return JsonResponse({"seen": len(seen)})


# expect: async
def added_to_set(request):
    seen = set()
    seen.add(request.user)
    return JsonResponse({"seen": len(seen)})


# expect: async
def greatest(request):
    return JsonResponse({"same": max([1], key=lambda item: request.user.pk or 0)})


# expect: async
def joined(request):
    return HttpResponse(", ".join(map(str, [request.user])))


# expect: async
def identity(request):
    return JsonResponse({"none": request.user is None, "set": request.user is not None})


urlpatterns = [
    path("is_instance/", is_instance),
    path("asserted/", asserted),
    path("key_of_dict/", key_of_dict),
    path("item_of_set/", item_of_set),
    path("looked_up_by_user/", looked_up_by_user),
    path("subscript_by_user/", subscript_by_user),
    path("in_set/", in_set),
    path("in_list/", in_list),
    path("index_in_list/", index_in_list),
    path("class_pattern/", class_pattern),
    path("copied/", copied),
    path("by_name_of_attribute/", by_name_of_attribute),
    path("percent/", percent),
    path("logged/", logged),
    path("has_attribute/", has_attribute),
    path("stored_in_dict/", stored_in_dict),
    path("added_to_set/", added_to_set),
    path("greatest/", greatest),
    path("joined/", joined),
    path("identity/", identity),
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
] + [("GET", f"/{name}/{query}") for query in ("", "?me=1") for name in (
    "is_instance", "asserted", "key_of_dict", "item_of_set", "looked_up_by_user",
    "subscript_by_user", "in_set", "in_list", "index_in_list", "class_pattern",
    "copied", "by_name_of_attribute", "percent", "logged", "has_attribute",
    "stored_in_dict", "added_to_set", "greatest", "joined", "identity",
)]
