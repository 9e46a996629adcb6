"""Loops and builtins over querysets."""
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Author, Book


# shows: 1.loop
# expect: async
def titles(request):
    lines = []
    for book in Book.objects.filter(is_published=True):
        lines.append(book.title)
    return HttpResponse("\n".join(lines))


# shows: 1.loop_else 1.loop_break 1.loop_continue
# expect: async
def until(request):
    for book in Book.objects.all():
        if book.price < 15:
            continue
        if book.title == "Second":
            break
    else:
        return HttpResponse("none")
    return HttpResponse(book.title)


# shows: 1.loop 2.attribute
# expect: async
def authors(request):
    lines = []
    for book in Book.objects.all():
        lines.append(f"{book.title} by {book.author.name}")
    return HttpResponse("\n".join(lines))


# shows: 1.loop_nested 1.loop_related
# expect: async
def nested(request):
    found = {}
    for author in Author.objects.all():
        found[author.name] = []
        for book in author.books.all():
            found[author.name].append(book.title)
    return JsonResponse(found)


# shows: 1.list_comprehension 1.set_comprehension 1.dict_comprehension 1.condition_in_comprehension
# expect: async
def comprehensions(request):
    titles = [book.title for book in Book.objects.all()]
    prices = {book.title: book.price for book in Book.objects.all() if book.price > 10}
    cheap = {book.price for book in Book.objects.filter(price__lt=30)}
    return JsonResponse({"titles": titles, "prices": prices, "cheap": sorted(cheap)})


# shows: 1.list_comprehension 2.attribute
# expect: async
def lazy_inside(request):
    names = [book.author.name for book in Book.objects.all()]
    return JsonResponse({"names": names})


# shows: 1.generator_expression 1.sum 1.any
# expect: async
def generator(request):
    total = sum(book.price for book in Book.objects.all())
    return JsonResponse({"total": total, "any": any(book.price > 20 for book in Book.objects.all())})


# shows: 1.list 1.len
# expect: async
def builtins_of(request):
    books = Book.objects.all()
    listed = list(books)
    return JsonResponse({"n": len(listed), "titles": [book.title for book in listed]})


# shows: 1.len
# expect: async
def length(request):
    return JsonResponse({"n": len(Book.objects.filter(price__gt=10))})


# shows: 1.bool 1.used_twice 1.join
# expect: async
def truth_then_loop(request):
    books = Book.objects.filter(price__gt=100)
    if not books:
        return HttpResponse("no books")
    return HttpResponse(", ".join([book.title for book in books]))


# shows: 1.used_twice 1.bool
# expect: async
def cached(request):
    books = Book.objects.filter(price__lt=100)
    if books:
        return JsonResponse({"titles": [book.title for book in books], "n": len(books)})
    return HttpResponse("none")


# shows: 1.in
# expect: async
def member(request):
    first = Book.objects.get(pk=1)
    return JsonResponse({"in": first in Book.objects.filter(price__lt=15)})


# shows: 1.index
# expect: async
def item(request):
    newest = Book.objects.order_by("-id")[0]
    page = Book.objects.order_by("id")[:2]
    return JsonResponse({"newest": newest.title, "page": [book.title for book in page]})


# shows: 1.unpacking
# expect: async
def unpack(request):
    first, second = Book.objects.order_by("id")[:2]
    return HttpResponse(f"{first.title} {second.title}")


# shows: 1.list 1.join
# expect: async
def values(request):
    rows = list(Book.objects.values("title", "price"))
    flat = ", ".join(Book.objects.values_list("title", flat=True))
    return JsonResponse({"rows": rows, "flat": flat})


# shows: 1.sorted
# expect: async
def ordered(request):
    books = sorted(Book.objects.all(), key=lambda book: -book.price)
    return HttpResponse(books[0].title)


# shows: 1.sorted 2.attribute
# expect: async
def ordered_by_relation(request):
    books = sorted(list(Book.objects.all()), key=lambda book: book.author.name)
    return HttpResponse(books[-1].title)


# shows: 1.used_twice 1.sorted
# expect: async
def list_or_queryset(request):
    if request.GET.get("by_price"):
        books = sorted(Book.objects.all(), key=lambda book: book.price)
    else:
        books = Book.objects.order_by("title")
    titles = [book.title for book in books if book.price > 10]
    for book in books:
        titles.append(book.title)
    return JsonResponse({"titles": titles, "n": len(books)})


# shows: 1.bool
# expect: async
def fallback(request):
    books = Book.objects.filter(price__gt=1000) or Book.objects.all()
    return JsonResponse({"titles": [book.title for book in books]})


# shows: 1.bool 8.await_not
# expect: async
def fallback_as_test(request):
    if not (Book.objects.filter(price__gt=1000) or Book.objects.filter(price__gt=15)):
        return HttpResponse("cheap")
    return HttpResponse("dear")


# shows: 1.exists
# expect: async
def counting_while(request):
    number = 0
    while Book.objects.filter(price__gt=number).exists():
        number += 10
    return HttpResponse(str(number))


# shows: 0.few_hops 1.loop
# expect: async
def neighbouring_loops(request):
    names, cities = [], []
    for book in Book.objects.all():
        names.append(book.author.name)
    for book in Book.objects.exclude(publisher=None):
        cities.append(book.publisher.city)
    return JsonResponse({"names": names, "cities": cities})


# shows: 1.sorted
# expect: async
def sorted_by_own_attribute(request):
    books = list(Book.objects.all())
    for book in books:
        book.rank = -book.price
    books.sort(key=lambda book: book.rank)
    return JsonResponse({"titles": [book.title for book in books]})


urlpatterns = [
    path("neighbouring_loops/", neighbouring_loops),
    path("sorted_by_own_attribute/", sorted_by_own_attribute),
    path("titles/", titles),
    path("until/", until),
    path("authors/", authors),
    path("nested/", nested),
    path("comprehensions/", comprehensions),
    path("lazy_inside/", lazy_inside),
    path("generator/", generator),
    path("builtins_of/", builtins_of),
    path("length/", length),
    path("truth_then_loop/", truth_then_loop),
    path("cached/", cached),
    path("member/", member),
    path("item/", item),
    path("unpack/", unpack),
    path("values/", values),
    path("ordered/", ordered),
    path("ordered_by_relation/", ordered_by_relation),
    path("list_or_queryset/", list_or_queryset),
    path("fallback/", fallback),
    path("fallback_as_test/", fallback_as_test),
    path("counting_while/", counting_while),
]
VISITS = [("GET", f"/{name}/") for name in (
    "titles", "until", "authors", "nested", "comprehensions", "lazy_inside", "generator", "builtins_of", "length",
    "truth_then_loop", "cached", "member", "item", "unpack", "values", "ordered", "ordered_by_relation",
    "list_or_queryset", "fallback", "fallback_as_test", "counting_while", "neighbouring_loops", "sorted_by_own_attribute",
)] + [("GET", "/list_or_queryset/?by_price=1")]
