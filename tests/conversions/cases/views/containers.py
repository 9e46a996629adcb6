"""Instances that ask the database where nobody expects it: operators, descriptors, deferred fields."""
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Author, Book, Box, Note, Review


# shows: 2.missing 2.one_to_one
# expect: async
def missing(request):
    if not request.user.is_authenticated:
        return HttpResponse("nobody")
    try:
        motto = request.user.profile.motto
    except ObjectDoesNotExist:
        motto = "none"
    return HttpResponse(motto)


# shows: 2.generic
# expect: async
def generic(request, pk):
    note = Note.objects.get(pk=pk)
    return HttpResponse(f"{note.text}: {note.about.title}")


# shows: 2.deferred
# expect: async
def deferred(request, pk):
    book = Book.objects.only("title").get(pk=pk)
    if book.title == "First":
        return HttpResponse(str(book.price))
    return HttpResponse(str(Book.objects.defer("stock").get(pk=pk).stock))


# shows: 2.cached_property
# expect: async
def cached_property(request, pk):
    box = Box.objects.get(pk=pk)
    return JsonResponse({"n": len(box.titles), "titles": box.titles})


# shows: 2.format
# expect: async
def formatted(request, pk):
    box = Box.objects.get(pk=pk)
    return HttpResponse(f"{box:>4}")


# shows: 2.repr
# expect: async
def represented(request, pk):
    box = Box.objects.get(pk=pk)
    return HttpResponse(repr(box) + f"{box!r}")


# shows: 2.bool
# expect: async
def true(request, pk):
    box = Box.objects.get(pk=pk)
    return HttpResponse("full" if box else "empty")


# shows: 2.len
# expect: async
def long(request, pk):
    box = Box.objects.get(pk=pk)
    return HttpResponse(str(len(box)))


# shows: 2.iter
# expect: async
def iterated(request, pk):
    box = Box.objects.get(pk=pk)
    return JsonResponse({"titles": [book.title for book in box]})


# shows: 2.contains
# expect: async
def contained(request, pk):
    box = Box.objects.get(pk=pk)
    return JsonResponse({"first": "First" in box})


# shows: 2.eq
# expect: async
def equal(request, pk):
    box = Box.objects.get(pk=pk)
    other = Box.objects.get(pk=2)
    return JsonResponse({"same": box == other})


# shows: 2.descriptor
# expect: async
def descriptor(request, pk):
    box = Box.objects.get(pk=pk)
    return HttpResponse(box.first.title if box.pk == 1 else "none")


# shows: 2.assigned 2.created
# expect: async
def assigned(request, pk):
    author = Author.objects.get(pk=pk)
    book = Book(title="Fresh", author=author)
    review = Review(text="mine")
    review.book = book
    return HttpResponse(f"{book.author.name}: {review.book.title}")


urlpatterns = [
    path("missing/", missing),
    path("generic/<int:pk>/", generic),
    path("deferred/<int:pk>/", deferred),
    path("cached_property/<int:pk>/", cached_property),
    path("formatted/<int:pk>/", formatted),
    path("represented/<int:pk>/", represented),
    path("true/<int:pk>/", true),
    path("long/<int:pk>/", long),
    path("iterated/<int:pk>/", iterated),
    path("contained/<int:pk>/", contained),
    path("equal/<int:pk>/", equal),
    path("descriptor/<int:pk>/", descriptor),
    path("assigned/<int:pk>/", assigned),
]
VISITS = [("GET", "/missing/")] + [("GET", f"/{name}/1/") for name in (
    "generic", "deferred", "cached_property", "formatted", "represented", "true", "long", "iterated", "contained", "equal",
    "descriptor", "assigned",
)] + [("GET", "/deferred/2/"), ("GET", "/true/2/"), ("GET", "/equal/2/")]
