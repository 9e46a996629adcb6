"""What else is asked of the session and of the request."""
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path


# shows: 3.session_pop
# expect: async
def pop(request):
    cart = request.session.pop("cart", None)
    return JsonResponse({"cart": cart})


# shows: 3.session_setdefault
# expect: async
def setdefault(request):
    colour = request.session.setdefault("colour", "red")
    return HttpResponse(colour)


# shows: 3.session_cycle
# expect: async
def cycle(request):
    before = request.session.session_key
    request.session.cycle_key()
    return HttpResponse("other" if request.session.session_key != before else "same")


# shows: 3.session_expiry
# expect: async
def expiry(request):
    request.session["seen"] = True
    request.session.set_expiry(300)
    return HttpResponse(str(request.session.get_expiry_age()))


# shows: 3.session_read
# expect: async
def everything(request):
    found = sorted(request.session.keys())
    for key, value in request.session.items():
        found.append(f"{key[:1]}{bool(value)}")
    return JsonResponse({"found": found})


# shows: 3.session_write 3.session_read
# expect: async
def stored_and_read(request):
    request.session["colour"] = "red"
    request.session["shade"] = request.session.get("colour")
    return JsonResponse({"shade": request.session["shade"]})


# shows: 3.messages
# expect: sync one hop
def said(request):
    messages.info(request, "one")
    messages.add_message(request, messages.WARNING, "two")
    return JsonResponse({"said": [str(message) for message in messages.get_messages(request)]})


# shows: 3.csrf
# expect: async
def token(request):
    return HttpResponse(str(len(get_token(request))))


# shows: 3.free
# expect: async
def free(request):
    if request.method == "POST":
        return JsonResponse({"posted": request.POST.dict(), "files": len(request.FILES), "list": request.POST.getlist("a")})
    return JsonResponse({
        "get": request.GET.getlist("a"), "host": request.headers["Host"], "path": request.get_full_path(),
        "cookies": len(request.COOKIES) > 5, "body": len(request.body), "secure": request.is_secure(),
    })


# shows: 3.wsgi_keys
# expect: async
def meta(request):
    keys = ("REQUEST_METHOD", "QUERY_STRING", "PATH_INFO", "SCRIPT_NAME", "REMOTE_ADDR", "REMOTE_USER", "HTTP_HOST")
    return JsonResponse({key: request.META.get(key) for key in keys})


urlpatterns = [
    path("pop/", pop),
    path("setdefault/", setdefault),
    path("cycle/", cycle),
    path("expiry/", expiry),
    path("stored_and_read/", stored_and_read),
    path("everything/", everything),
    path("said/", said),
    path("token/", token),
    path("free/", free),
    path("meta/", meta),
]
VISITS = [("GET", f"/{name}/") for name in (
    "pop", "setdefault", "cycle", "expiry", "stored_and_read", "everything", "said", "token", "free", "meta",
)] + [("POST", "/free/", {"a": ["1", "2"], "b": "3"}), ("GET", "/free/?a=1&a=2"), ("GET", "/meta/?q=1")]
