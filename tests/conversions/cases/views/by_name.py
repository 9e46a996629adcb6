"""Methods that are called by their names, and texts that functions make when they are looked at."""
from operator import methodcaller

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils.functional import lazy
from shop.models import Book


def _first_title():
    return Book.objects.first().title


first_title = lazy(_first_title, str)


# shows: 2.operator
# expect: async
def mapped(request):
    books = list(Book.objects.all())
    return HttpResponse(str(list(map(methodcaller("rating"), books))))


# shows: 2.operator
# expect: async
def ordered(request):
    books = list(Book.objects.all())
    books.sort(key=methodcaller("rating"))
    return HttpResponse(f"{books[0].title} {max(books, key=methodcaller('rating')).title}")


# shows: 2.operator
# expect: async
def called(request):
    book = Book.objects.get(pk=1)
    return HttpResponse(f"{methodcaller('rating')(book)}")


# shows: 0.nothing_lazy
# expect: async
def lazy_in_json(request):
    count = Book.objects.count()
    return JsonResponse({"title": first_title(), "count": count})


# shows: 0.nothing_lazy
# expect: async
def lazy_in_text(request):
    count = Book.objects.count()
    title = first_title()
    return HttpResponse(f"{count} {title}")


# shows: 0.nothing_lazy
# expect: async
def lazy_method(request):
    count = Book.objects.count()
    title = first_title().upper()
    return HttpResponse(title if count else "")


# shows: 0.nothing_lazy
# expect: async
def lazy_in_sum(request):
    count = Book.objects.count()
    title = first_title()
    return HttpResponse("x" + title if title and count else "")


urlpatterns = [
    path("mapped/", mapped),
    path("ordered/", ordered),
    path("called/", called),
    path("lazy_in_json/", lazy_in_json),
    path("lazy_in_text/", lazy_in_text),
    path("lazy_method/", lazy_method),
    path("lazy_in_sum/", lazy_in_sum),
]
VISITS = [("GET", f"/{name}/") for name in ("mapped", "ordered", "called", "lazy_in_json", "lazy_in_text", "lazy_method", "lazy_in_sum")]
