"""Functions of the project."""
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop import services
from shop.models import Book
from shop.services import cheap_titles, clamp, describe, each_title, place_order, rank, recall, total_stock


# shows: 4.helper
# expect: async
def stock(request):
    return JsonResponse({"stock": total_stock()})


# shows: 4.helper
# expect: async
def harmless(request):
    low = clamp(int(request.GET.get("n", "5")), 1, 3)
    return JsonResponse({"n": low})


# shows: 4.helper 2.attribute
# expect: async
def described(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(describe(book))


# shows: 4.helper
# expect: async
def through_module(request):
    return JsonResponse({"titles": services.cheap_titles(25)})


# shows: 4.helper
# expect: async
def two_helpers(request):
    return JsonResponse({"titles": cheap_titles(limit=15), "stock": total_stock()})


# shows: 1.sorted 4.helper
# expect: async
def ranked(request):
    books = sorted(Book.objects.all(), key=rank)
    return HttpResponse(books[-1].title)


# shows: 4.generator
# expect: async
def generated(request):
    return JsonResponse({"titles": list(each_title())})


# shows: 4.generator
# expect: async
def generated_loop(request):
    found = []
    for title in each_title():
        found.append(title.upper())
    return JsonResponse({"titles": found})


# shows: 4.generator 0.nothing_lazy
# expect: sync one hop
def generated_later(request):
    titles = each_title()
    return JsonResponse({"titles": list(titles)})


# shows: 4.generator 1.enumerate
# expect: async
def generated_in_steps(request):
    return JsonResponse({"titles": [title for _, title in enumerate(each_title())]})


# shows: 1.map
# expect: async
def mapped_at_once(request):
    names = list(map(describe, Book.objects.all()))
    return JsonResponse({"names": names})


# shows: 1.map 1.join
# expect: async
def mapped_by_lambda(request):
    return HttpResponse(", ".join(map(lambda book: book.author.name, Book.objects.all())))


# shows: 1.map 0.nothing_lazy
# expect: sync one hop
def mapped_later(request):
    names = map(describe, Book.objects.all())
    return JsonResponse({"names": list(names)})


# shows: 4.helper 3.user_handed_on 0.one_unit
# expect: async
def ordering(request):
    books = list(Book.objects.filter(price__lt=25))
    order = place_order(request.user, books)
    return JsonResponse({"total": order.total})


# shows: 7.local
# expect: async
def stash(request):
    value = recall()
    return HttpResponse(str(value))


# shows: 4.helper_closure
# expect: async
def local_function(request):
    def cheap(limit):
        return Book.objects.filter(price__lt=limit).count()

    return JsonResponse({"cheap": cheap(15), "dear": cheap(1000)})


# shows: 4.helper_closure
# expect: async
def local_plain(request):
    def double(number):
        return number * 2

    return JsonResponse({"n": double(Book.objects.count())})


urlpatterns = [
    path("stock/", stock),
    path("harmless/", harmless),
    path("described/<int:pk>/", described),
    path("through_module/", through_module),
    path("two_helpers/", two_helpers),
    path("ranked/", ranked),
    path("generated/", generated),
    path("generated_loop/", generated_loop),
    path("generated_later/", generated_later),
    path("generated_in_steps/", generated_in_steps),
    path("mapped_at_once/", mapped_at_once),
    path("mapped_by_lambda/", mapped_by_lambda),
    path("mapped_later/", mapped_later),
    path("ordering/", ordering),
    path("stash/", stash),
    path("local_function/", local_function),
    path("local_plain/", local_plain),
]
VISITS = [("GET", f"/{name}/") for name in (
    "stock", "harmless", "through_module", "two_helpers", "ranked", "generated", "generated_loop", "generated_later",
    "generated_in_steps", "mapped_at_once", "mapped_by_lambda", "mapped_later", "ordering", "stash", "local_function",
    "local_plain",
)] + [("GET", "/described/1/")]
