"""Sessions in signed cookies; messages and the token against forgery kept in the session."""
from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from shop.models import Book


# shows: 3.session_cookies 3.session_read
# expect: async
def read(request):
    books = Book.objects.count()
    return JsonResponse({"cart": request.session.get("cart"), "books": books})


# shows: 3.session_cookies 3.session_write
# expect: async
def write(request):
    books = Book.objects.count()
    request.session["books"] = books
    return HttpResponse(str(books))


# shows: 3.messages_in_session
# expect: async
def say(request):
    books = Book.objects.count()
    messages.info(request, f"{books} books")
    return HttpResponse("said")


# shows: 3.messages_in_session
# expect: async
def hear(request):
    books = Book.objects.count()
    return JsonResponse({"heard": [str(message) for message in get_messages(request)], "books": books})


# shows: 3.csrf_in_session
# expect: async
def token(request):
    books = Book.objects.count()
    return JsonResponse({"token": len(get_token(request)), "books": books})


# shows: 3.csrf_in_session 0.access
# expect: sync csrf_protect
@csrf_protect
def protected(request):
    return HttpResponse(str(Book.objects.count()))


urlpatterns = [
    path("read/", read), path("write/", write), path("say/", say), path("hear/", hear), path("token/", token),
    path("protected/", protected),
]
VISITS = [("GET", "/read/"), ("GET", "/write/"), ("GET", "/say/"), ("GET", "/hear/"), ("GET", "/token/"), ("POST", "/protected/", {})]
