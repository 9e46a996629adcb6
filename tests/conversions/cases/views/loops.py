"""Loops and builtins over querysets."""
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Author, Book


# expect: async
def titles(request):
    lines = []
    for book in Book.objects.filter(is_published=True):
        lines.append(book.title)
    return HttpResponse("\n".join(lines))


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


# expect: async
def authors(request):
    lines = []
    for book in Book.objects.all():
        lines.append(f"{book.title} by {book.author.name}")
    return HttpResponse("\n".join(lines))


# expect: async
def nested(request):
    found = {}
    for author in Author.objects.all():
        found[author.name] = []
        for book in author.books.all():
            found[author.name].append(book.title)
    return JsonResponse(found)


# expect: async
def comprehensions(request):
    titles = [book.title for book in Book.objects.all()]
    prices = {book.title: book.price for book in Book.objects.all() if book.price > 10}
    cheap = {book.price for book in Book.objects.filter(price__lt=30)}
    return JsonResponse({"titles": titles, "prices": prices, "cheap": sorted(cheap)})


# expect: async
def lazy_inside(request):
    names = [book.author.name for book in Book.objects.all()]
    return JsonResponse({"names": names})


# expect: async
def generator(request):
    total = sum(book.price for book in Book.objects.all())
    return JsonResponse({"total": total, "any": any(book.price > 20 for book in Book.objects.all())})


# expect: async
def builtins_of(request):
    books = Book.objects.all()
    listed = list(books)
    return JsonResponse({"n": len(listed), "titles": [book.title for book in listed]})


# expect: async
def length(request):
    return JsonResponse({"n": len(Book.objects.filter(price__gt=10))})


# expect: async
def truth_then_loop(request):
    books = Book.objects.filter(price__gt=100)
    if not books:
        return HttpResponse("no books")
    return HttpResponse(", ".join([book.title for book in books]))


# expect: async
def cached(request):
    books = Book.objects.filter(price__lt=100)
    if books:
        return JsonResponse({"titles": [book.title for book in books], "n": len(books)})
    return HttpResponse("none")


# expect: async
def member(request):
    first = Book.objects.get(pk=1)
    return JsonResponse({"in": first in Book.objects.filter(price__lt=15)})


# expect: async
def item(request):
    newest = Book.objects.order_by("-id")[0]
    page = Book.objects.order_by("id")[:2]
    return JsonResponse({"newest": newest.title, "page": [book.title for book in page]})


# expect: async
def unpack(request):
    first, second = Book.objects.order_by("id")[:2]
    return HttpResponse(f"{first.title} {second.title}")


# expect: async
def values(request):
    rows = list(Book.objects.values("title", "price"))
    flat = ", ".join(Book.objects.values_list("title", flat=True))
    return JsonResponse({"rows": rows, "flat": flat})


# expect: async
def ordered(request):
    books = sorted(Book.objects.all(), key=lambda book: -book.price)
    return HttpResponse(books[0].title)


# expect: async
def ordered_by_relation(request):
    books = sorted(list(Book.objects.all()), key=lambda book: book.author.name)
    return HttpResponse(books[-1].title)


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


# expect: async
def fallback(request):
    books = Book.objects.filter(price__gt=1000) or Book.objects.all()
    return JsonResponse({"titles": [book.title for book in books]})


# expect: async
def fallback_as_test(request):
    if not (Book.objects.filter(price__gt=1000) or Book.objects.filter(price__gt=15)):
        return HttpResponse("cheap")
    return HttpResponse("dear")


# expect: async
def counting_while(request):
    number = 0
    while Book.objects.filter(price__gt=number).exists():
        number += 10
    return HttpResponse(str(number))


# expect: async
def neighbouring_loops(request):
    names, cities = [], []
    for book in Book.objects.all():
        names.append(book.author.name)
    for book in Book.objects.exclude(publisher=None):
        cities.append(book.publisher.city)
    return JsonResponse({"names": names, "cities": cities})


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
    "list_or_queryset", "fallback", "fallback_as_test", "counting_while",
)] + [("GET", "/list_or_queryset/?by_price=1")]
