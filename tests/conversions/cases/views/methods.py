"""What rows and managers are asked, beside what queries.py and loops.py ask."""
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from shop.models import Author, Book, Publisher, Review, Tag


# shows: 1.last
# expect: async
def last(request):
    return HttpResponse(Book.objects.order_by("price").last().title)


# shows: 1.latest 1.earliest
# expect: async
def latest_and_earliest(request):
    newest = Book.objects.latest("price")
    return HttpResponse(f"{newest.title} after {Book.objects.earliest('price').title}")


# shows: 1.in_bulk
# expect: async
def in_bulk(request):
    books = Book.objects.in_bulk([1, 2])
    return JsonResponse({str(key): book.title for key, book in books.items()})


# shows: 1.update_or_create
# expect: async
def update_or_create(request):
    book, made = Book.objects.update_or_create(title="First", defaults={"price": 12})
    return JsonResponse({"price": book.price, "made": made})


# shows: 1.bulk_create
# expect: async
def bulk_create(request):
    made = Author.objects.bulk_create([Author(name="Cy"), Author(name="Di")])
    return JsonResponse({"made": [author.name for author in made]})


# shows: 1.bulk_update
# expect: async
def bulk_update(request):
    books = list(Book.objects.all())
    for book in books:
        book.price += 1
    changed = Book.objects.bulk_update(books, ["price"])
    return JsonResponse({"changed": changed})


# shows: 1.contains
# expect: async
def contains(request):
    first = Book.objects.get(pk=1)
    return JsonResponse({"cheap": Book.objects.filter(price__lt=15).contains(first)})


# shows: 1.explain
# expect: async
def explain(request):
    return HttpResponse(str(len(Book.objects.filter(price=10).explain()) > 0))


# shows: 1.related_create
# expect: async
def related_create(request, pk):
    author = Author.objects.get(pk=pk)
    book = author.books.create(title="Fresh")
    return HttpResponse(f"{book.title} of {author.name}")


# shows: 1.related_get_or_create
# expect: async
def related_get_or_create(request, pk):
    author = Author.objects.get(pk=pk)
    book, made = author.books.get_or_create(title=request.GET.get("title", "First"), defaults={"price": 4})
    return JsonResponse({"price": book.price, "made": made})


# shows: 1.related_update_or_create
# expect: async
def related_update_or_create(request, pk):
    author = Author.objects.get(pk=pk)
    book, made = author.books.update_or_create(title="First", defaults={"stock": 1})
    return JsonResponse({"stock": book.stock, "made": made})


# shows: 1.related_add
# expect: async
def related_add(request, pk):
    book = Book.objects.get(pk=pk)
    book.tags.add(Tag.objects.get(name="NEW"))
    return HttpResponse("added")


# shows: 1.related_remove
# expect: async
def related_remove(request, pk):
    tag = Tag.objects.get(name="NEW")
    tag.books.remove(pk)
    return HttpResponse("removed")


# shows: 1.related_set
# expect: async
def related_set(request, pk):
    book = get_object_or_404(Book, pk=pk)
    book.tags.set([1])
    return HttpResponse("set")


# shows: 1.loop_values
# expect: async
def loop_values(request):
    lines = []
    for row in Book.objects.values("title", "author__name"):
        lines.append(f"{row['title']} {row['author__name']}")
    return HttpResponse("\n".join(lines))


# shows: 1.loop_raw 1.raw
# expect: async
def loop_raw(request):
    lines = []
    for book in Book.objects.raw("SELECT id, title FROM shop_book ORDER BY id"):
        lines.append(book.title)
    return HttpResponse("\n".join(lines))


# shows: 1.loop_prefetch 2.prefetched
# expect: async
def loop_prefetch(request):
    found = {}
    for author in Author.objects.prefetch_related("books"):
        found[author.name] = [book.title for book in author.books.all()]
    return JsonResponse(found)


# shows: 1.loop_iterator 1.iterator
# expect: async
def loop_iterator(request):
    total = 0
    for book in Book.objects.iterator(chunk_size=2):
        total += book.price
    return HttpResponse(str(total))


# shows: 1.nested_comprehension
# expect: async
def nested_comprehension(request):
    titles = [[book.title for book in author.books.all()] for author in Author.objects.all()]
    flat = [book.title for author in Author.objects.all() for book in author.books.all() if book.price > 10]
    return JsonResponse({"titles": titles, "flat": flat})


# shows: 1.tuple 1.set
# expect: async
def tuple_and_set(request):
    ordered = tuple(Book.objects.values_list("title", flat=True))
    prices = set(Book.objects.values_list("price", flat=True))
    return JsonResponse({"titles": ordered, "prices": sorted(prices)})


# shows: 1.dict
# expect: async
def dict_of_pairs(request):
    return JsonResponse(dict(Book.objects.values_list("title", "price")))


# shows: 1.all 1.min 1.max
# expect: async
def all_min_max(request):
    paid = all(book.price for book in Book.objects.all())
    low = min(Book.objects.all(), key=lambda book: book.price)
    high = max(book.price for book in Book.objects.all())
    return JsonResponse({"paid": paid, "low": low.title, "high": high})


# shows: 1.zip
# expect: async
def zipped(request):
    return JsonResponse({"pairs": [[author.name, book.title] for author, book in zip(Author.objects.all(), Book.objects.all())]})


# shows: 1.filter
# expect: async
def filtered(request):
    dear = list(filter(lambda book: book.price > 15, Book.objects.all()))
    return JsonResponse({"dear": [book.title for book in dear]})


# shows: 1.reversed
# expect: async
def turned(request):
    return JsonResponse({"titles": [book.title for book in reversed(Book.objects.order_by("id"))]})


# shows: 1.slice
# expect: async
def every_other(request):
    return JsonResponse({"titles": [book.title for book in Book.objects.order_by("id")[::2]]})


# shows: 1.f_string 1.repr
# expect: async
def shown(request):
    books = Author.objects.order_by("id")
    return HttpResponse(f"{books} {books!r} {repr(Publisher.objects.values_list('name'))}")


# shows: 1.argument_related
# expect: async
def by_relation(request, pk):
    review = Review.objects.get(pk=pk)
    others = Book.objects.filter(author=review.book.author)
    return JsonResponse({"others": [book.title for book in others]})


# shows: 1.argument_rows
# expect: async
def by_rows(request):
    authors = Author.objects.filter(name__startswith="A")
    inner = Book.objects.filter(author__in=authors)
    outer = Book.objects.filter(author__in=list(authors))
    return JsonResponse({"inner": inner.count(), "outer": outer.count()})


urlpatterns = [
    path("last/", last),
    path("latest_and_earliest/", latest_and_earliest),
    path("in_bulk/", in_bulk),
    path("update_or_create/", update_or_create),
    path("bulk_create/", bulk_create),
    path("bulk_update/", bulk_update),
    path("contains/", contains),
    path("explain/", explain),
    path("related_create/<int:pk>/", related_create),
    path("related_get_or_create/<int:pk>/", related_get_or_create),
    path("related_update_or_create/<int:pk>/", related_update_or_create),
    path("related_add/<int:pk>/", related_add),
    path("related_remove/<int:pk>/", related_remove),
    path("related_set/<int:pk>/", related_set),
    path("loop_values/", loop_values),
    path("loop_raw/", loop_raw),
    path("loop_prefetch/", loop_prefetch),
    path("loop_iterator/", loop_iterator),
    path("nested_comprehension/", nested_comprehension),
    path("tuple_and_set/", tuple_and_set),
    path("dict_of_pairs/", dict_of_pairs),
    path("all_min_max/", all_min_max),
    path("zipped/", zipped),
    path("filtered/", filtered),
    path("turned/", turned),
    path("every_other/", every_other),
    path("shown/", shown),
    path("by_relation/<int:pk>/", by_relation),
    path("by_rows/", by_rows),
]
VISITS = [("GET", f"/{name}/") for name in (
    "last", "latest_and_earliest", "in_bulk", "update_or_create", "bulk_create", "bulk_update", "contains", "explain",
    "loop_values", "loop_raw", "loop_prefetch", "loop_iterator", "nested_comprehension", "tuple_and_set", "dict_of_pairs",
    "all_min_max", "zipped", "filtered", "turned", "every_other", "shown", "by_rows",
)] + [("GET", f"/{name}/1/") for name in (
    "related_create", "related_get_or_create", "related_update_or_create", "related_add", "related_remove", "related_set",
    "by_relation",
)] + [("GET", "/related_get_or_create/2/?title=Fresh"), ("GET", "/related_add/2/")]
