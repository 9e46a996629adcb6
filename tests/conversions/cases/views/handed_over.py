"""Rows handed to what fetches them: a cache that pickles, a writer of rows, the truth of an object."""
import copy
import csv
import pickle

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Book, Order, Receipt


class Named:
    """Keeps a book, and of a copy the name of its author."""

    def __init__(self, book):
        self.book = book

    def __getstate__(self):
        return {"name": self.book.author.name}

    def __copy__(self):
        return self.book.author


class Visitor:
    def __init__(self, request):
        self.user = request.user

    def __bool__(self):
        return self.user.is_active


class Basket:
    def __init__(self, note):
        self.note = note

    def __len__(self):
        return Order.objects.filter(note=self.note).count()


# shows: 4.cache 0.nothing_lazy
# expect: async
def rows_in_cache(request):
    books = Book.objects.order_by("title")
    cache.set("rows_in_cache", books, 60)
    cache.add("rows_in_cache_too", value={"dear": Book.objects.filter(price__gt=20)})
    return JsonResponse({"titles": [book.title for book in cache.get("rows_in_cache")]})


# shows: 4.cache
# expect: async
def list_in_cache(request):
    titles = [book.title for book in Book.objects.all()]
    cache.set("list_in_cache", titles, 60)
    return JsonResponse({"titles": cache.get("list_in_cache")})


# shows: 4.csv 0.nothing_lazy
# expect: async
def rows_in_file(request):
    response = HttpResponse(content_type="text/csv")
    writer = csv.writer(response)
    writer.writerow(["title", "author"])
    writer.writerows(Book.objects.values_list("title", "author__name"))
    return response


# shows: 4.helper 3.user
# expect: async
def true_object(request):
    visitor = Visitor(request)
    if visitor:
        return HttpResponse("active")
    return HttpResponse("inactive", status=403)


# shows: 4.helper 2.len
# expect: async
def object_with_length(request):
    basket = Basket("gift")
    return HttpResponse("empty" if not basket else "full")


# shows: 4.cache
# expect: async
def cached(request):
    found = Receipt.objects.first()
    cache.set("picked", found, 60)
    return HttpResponse("x")


# shows: 4.cache
# expect: async
def cached_list(request):
    found = [Receipt.objects.first()]
    cache.set("picked", {"a": found}, 60)
    return HttpResponse("x")


# shows: 4.cache
# expect: async
def cached_object(request):
    found = Named(Book.objects.get(pk=1))
    cache.set("kept", found, 60)
    return HttpResponse(cache.get("kept").name)


# shows: 2.copied
# expect: async
def pickled(request):
    found = Named(Book.objects.get(pk=1))
    return HttpResponse(pickle.loads(pickle.dumps(found)).name)


# shows: 2.copied
# expect: async
def pickled_model(request):
    found = Receipt.objects.first()
    return HttpResponse(str(len(pickle.dumps(found)) > 1))


# shows: 2.copied
# expect: async
def copied(request):
    found = Named(Book.objects.get(pk=1))
    return HttpResponse(copy.copy(found).name)


# shows: 2.copied
# expect: async
def copied_model(request):
    found = Receipt.objects.first()
    return HttpResponse(copy.copy(found).pk)


# shows: 4.cache
# expect: async
def set_many(request):
    found = Receipt.objects.first()
    cache.set_many({"picked2": found}, 60)
    return HttpResponse("x")


# shows: 4.cache
# expect: async
def set_by_key(request):
    found = Receipt.objects.first()
    cache.set(value=found, key="x")
    return HttpResponse("x")


urlpatterns = [
    path("rows_in_cache/", rows_in_cache),
    path("list_in_cache/", list_in_cache),
    path("rows_in_file/", rows_in_file),
    path("true_object/", true_object),
    path("object_with_length/", object_with_length),
    path("cached/", cached),
    path("cached_list/", cached_list),
    path("cached_object/", cached_object),
    path("pickled/", pickled),
    path("pickled_model/", pickled_model),
    path("copied/", copied),
    path("copied_model/", copied_model),
    path("set_many/", set_many),
    path("set_by_key/", set_by_key),
]
VISITS = [("GET", f"/{name}/") for name in (
    "rows_in_cache", "list_in_cache", "rows_in_file", "true_object", "object_with_length",
)] + [("GET", f"/{name}/") for name in (
    "cached", "cached_list", "cached_object", "pickled", "pickled_model", "copied", "copied_model", "set_many",
    "set_by_key",
)]
