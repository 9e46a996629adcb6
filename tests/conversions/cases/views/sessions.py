"""The session and messages."""
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path


# shows: 3.session_read
# expect: async
def read(request):
    return JsonResponse({"cart": request.session.get("cart", [])})


# shows: 3.session_read
# expect: async
def read_item(request):
    try:
        return JsonResponse({"cart": request.session["cart"]})
    except KeyError:
        return HttpResponse("no cart", status=404)


# shows: 3.session_write
# expect: async
def write(request):
    cart = request.session.get("cart", [])
    cart.append(3)
    request.session["cart"] = cart
    return JsonResponse({"n": len(cart)})


# shows: 3.session_write
# expect: async
def just_write(request):
    request.session["seen"] = True
    return HttpResponse("ok")


# shows: 3.session_in
# expect: async
def contains(request):
    if "cart" in request.session:
        return HttpResponse("yes")
    return HttpResponse("no")


# shows: 3.session_in 3.session_write
# expect: async
def forget(request):
    if "cart" in request.session:
        del request.session["cart"]
    return HttpResponse("gone")


# shows: 3.session_read 3.session_in
# expect: async
def plain_data(request):
    if "cart" not in request.session:
        return HttpResponse("no cart")
    first, *rest = request.session["cart"]
    if first + 300 < 1000:
        return JsonResponse({"rest": rest})
    return HttpResponse("late")


# shows: 3.session_write
# expect: async
def count(request):
    visits = request.session.get("visits", 0) + 1
    request.session["visits"] = visits
    return HttpResponse(str(visits))


# shows: 3.session_flush
# expect: async
def flush(request):
    request.session.flush()
    return HttpResponse("flushed")


# shows: 3.messages
# expect: async
def say(request):
    messages.success(request, "said")
    return redirect("login")


urlpatterns = [
    path("read/", read),
    path("read_item/", read_item),
    path("write/", write),
    path("just_write/", just_write),
    path("contains/", contains),
    path("forget/", forget),
    path("plain_data/", plain_data),
    path("count/", count),
    path("flush/", flush),
    path("say/", say),
]
VISITS = [("GET", f"/{name}/") for name in (
    "read", "read_item", "write", "just_write", "contains", "plain_data", "forget", "count", "flush", "say",
)]
