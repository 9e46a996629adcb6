"""Iterators that work only while they are consumed: what consumes them goes with them."""
import copy
import itertools
from operator import attrgetter

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path

from shop.models import Author, Book


def author_names():
    return (book.author.name for book in Book.objects.all())


def by_price():
    return sorted(Book.objects.all(), key=lambda book: book.price)


# shows: 1.generator_expression 0.nothing_lazy
# expect: async
def generator_in_variable(request):
    count = Book.objects.count()
    if count > 10:
        return HttpResponse("many")
    names = (book.author.name for book in Book.objects.all())
    return HttpResponse(", ".join(names))


# shows: 4.helper 0.nothing_lazy
# expect: async
def generator_of_helper(request):
    count = Book.objects.count()
    if count > 10:
        return HttpResponse("many")
    names = author_names()
    shout = (name.upper() for name in names)
    return HttpResponse(", ".join(shout))


# shows: 4.helper 0.nothing_lazy
# expect: async
def generator_of_helper_at_once(request):
    return JsonResponse({"count": Book.objects.count(), "names": list(author_names())})


# shows: 1.map 0.nothing_lazy
# expect: async
def mapped(request):
    books = list(Book.objects.all())
    return HttpResponse(", ".join(map(attrgetter("author.name"), books)))


# shows: 1.generator_expression 0.nothing_lazy
# expect: async
def sliced(request):
    first = list(itertools.islice((book.author.name for book in Book.objects.all()), 2))
    return JsonResponse(first, safe=False)


# shows: 1.filter 0.nothing_lazy
# expect: async
def taken(request):
    keys = [book.pk for book in itertools.takewhile(lambda book: book.author.name == "Ann", Book.objects.all())]
    return JsonResponse(keys, safe=False)


# shows: 1.dict_comprehension 0.nothing_lazy
# expect: async
def grouped(request):
    books = Book.objects.order_by("author")
    groups = {name: [book.pk for book in group] for name, group in itertools.groupby(books, key=attrgetter("author.name"))}
    return JsonResponse(groups)


# shows: 1.enumerate 1.loop
# expect: async
def numbered(request):
    found = {}
    for number, book in enumerate(Book.objects.all(), 1):
        if number > 2:
            break
        found[number] = book.title
    return JsonResponse(found)


# shows: 1.loop 2.foreign_key
# expect: async
def chained(request):
    cheap = list(Book.objects.filter(price__lt=15))
    dear = list(Book.objects.filter(price__gt=25))
    return JsonResponse({"names": [book.author.name for book in itertools.chain(cheap, dear)]})


# shows: 2.foreign_key
# expect: async
def copied(request):
    book = copy.copy(Book.objects.get(pk=1))
    return HttpResponse(book.author.name)


# shows: 4.render 0.nothing_lazy
# expect: async
def shown(request):
    if Author.objects.count() > 10:
        return HttpResponse("many")
    context = {"books": (book for book in by_price() if book.author.name == "Ann")}
    context["user"] = None
    return render(request, "books.html", context)


# shows: 0.nothing_lazy 0.sync_is_safe
# expect: sync consumed later
def streamed(request):
    return StreamingHttpResponse(book.author.name for book in Book.objects.all())


urlpatterns = [
    path("generator_in_variable/", generator_in_variable),
    path("generator_of_helper/", generator_of_helper),
    path("generator_of_helper_at_once/", generator_of_helper_at_once),
    path("mapped/", mapped),
    path("sliced/", sliced),
    path("taken/", taken),
    path("grouped/", grouped),
    path("numbered/", numbered),
    path("chained/", chained),
    path("copied/", copied),
    path("shown/", shown),
    path("streamed/", streamed),
]
VISITS = [("GET", f"/{name}/") for name in (
    "generator_in_variable", "generator_of_helper", "generator_of_helper_at_once", "mapped", "sliced", "taken", "grouped",
    "numbered", "chained", "copied", "shown", "streamed",
)]
