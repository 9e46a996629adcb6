"""Rows handed to what fetches them: a cache that pickles, a writer of rows, the truth of an object."""
import csv

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Book, Order


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


urlpatterns = [
    path("rows_in_cache/", rows_in_cache),
    path("list_in_cache/", list_in_cache),
    path("rows_in_file/", rows_in_file),
    path("true_object/", true_object),
    path("object_with_length/", object_with_length),
]
VISITS = [("GET", f"/{name}/") for name in (
    "rows_in_cache", "list_in_cache", "rows_in_file", "true_object", "object_with_length",
)]
