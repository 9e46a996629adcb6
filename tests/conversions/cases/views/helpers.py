"""Functions of the project, however they come by their names."""
from functools import partial

from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop import tools
from shop.models import Author, Book
from shop.tools import *
from shop.tools import Counter, DearCounter, noted, number_of_books
from shop.tools.counting import how_many_below as below

count_cheap = partial(below, 15)


@noted
def noted_title(pk):
    return Book.objects.get(pk=pk).title


# shows: 4.helper_alias
# expect: async
def alias(request):
    return HttpResponse(str(below(25)))


# shows: 4.helper_star
# expect: async
def star(request):
    return HttpResponse(str(how_many()))


# shows: 4.helper_reexport
# expect: async
def reexport(request):
    return HttpResponse(f"{number_of_books()} {tools.number_of_books()}")


# shows: 4.helper_method
# expect: async
def method(request):
    counter = Counter()
    return JsonResponse({"above": counter.above()})


# shows: 4.helper_property
# expect: async
def of_property(request):
    return JsonResponse({"below": Counter().below})


# shows: 4.helper_super
# expect: async
def of_heir(request):
    return JsonResponse({"above": DearCounter().above()})


# shows: 4.helper_partial
# expect: async
def of_partial(request):
    dear = partial(Book.objects.filter, price__gt=15)
    return JsonResponse({"cheap": count_cheap(), "dear": dear().count()})


# shows: 4.helper_decorated
# expect: async
def decorated(request, pk):
    return HttpResponse(noted_title(pk))


# shows: 4.helper_closure
# expect: async
def closure(request):
    limit = int(request.GET.get("limit", "15"))

    def cheap():
        return [book.title for book in Book.objects.filter(price__lt=limit)]

    count = lambda rows: len(rows)  # noqa: E731
    return JsonResponse({"titles": cheap(), "n": count([1, 2])})


# shows: 4.lookalike
# expect: async
def lookalike(request):
    class Shelf:
        objects = {"first": 1}

        def filter(self, **kwargs):
            return sorted(kwargs)

    return JsonResponse({"keys": Shelf().filter(a=1, b=2), "first": Shelf.objects.get("first"), "n": Author.objects.count()})


urlpatterns = [
    path("alias/", alias),
    path("star/", star),
    path("reexport/", reexport),
    path("method/", method),
    path("of_property/", of_property),
    path("of_heir/", of_heir),
    path("of_partial/", of_partial),
    path("decorated/<int:pk>/", decorated),
    path("closure/", closure),
    path("lookalike/", lookalike),
]
VISITS = [("GET", f"/{name}/") for name in (
    "alias", "star", "reexport", "method", "of_property", "of_heir", "of_partial", "closure", "lookalike",
)] + [("GET", "/decorated/1/"), ("GET", "/closure/?limit=50")]
