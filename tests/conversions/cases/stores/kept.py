"""The session, where its store is the project's own."""
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Book


# shows: 3.session_own_store 3.session_read 0.overrides_win
# expect: async
def read(request):
    books = Book.objects.count()
    return JsonResponse({"cart": request.session.get("cart"), "books": books})


# shows: 3.session_own_store 3.session_write
# expect: async
def write(request):
    books = Book.objects.count()
    request.session["books"] = books
    return HttpResponse(str(books))


# shows: 3.session_own_store 3.session_pop 3.session_in
# expect: async
def pop(request):
    if "cart" not in request.session:
        return HttpResponse("no cart", status=404)
    books = Book.objects.filter(pk__in=request.session.pop("cart"))
    return JsonResponse({"titles": [book.title for book in books]})


# shows: 3.session_own_store 3.user
# expect: async
def visitor(request):
    books = Book.objects.count()
    return HttpResponse(f"{request.user.username} of {books}")


urlpatterns = [path("read/", read), path("write/", write), path("pop/", pop), path("visitor/", visitor)]
VISITS = [("GET", "/read/"), ("GET", "/write/"), ("GET", "/pop/"), ("GET", "/visitor/")]
