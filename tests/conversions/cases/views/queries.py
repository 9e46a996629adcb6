"""Queries that a view makes itself."""
from django.core.paginator import EmptyPage, Paginator
from django.db import connection, connections
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_list_or_404, get_object_or_404
from django.urls import path

from shop.models import Author, Book, Tag


def unknown_address():
    """Something that cannot be followed."""
    return getattr("/A/", "low" + "er")()


# shows: 1.get
# expect: async
def one(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(book.title)


# shows: 1.get_object_or_404
# expect: async
def missing(request, pk):
    book = get_object_or_404(Book, pk=pk)
    return HttpResponse(book.title)


# shows: 1.get_list_or_404
# expect: async
def shelf(request):
    books = get_list_or_404(Book, is_published=True)
    return HttpResponse(", ".join(book.title for book in books))


# shows: 1.first
# expect: async
def first_of(request):
    book = Book.objects.filter(price__gt=15).order_by("-price").first()
    return HttpResponse(book.title if book else "none")


# shows: 1.count 1.exists 1.building 0.few_hops
# expect: async
def numbers(request):
    published = Book.objects.filter(is_published=True)
    return JsonResponse({"published": published.count(), "any": published.exists(), "all": Book.objects.count()})


# shows: 1.aggregate
# expect: async
def summary(request):
    totals = Author.objects.aggregate(n=Count("books"))
    return JsonResponse(totals)


# shows: 8.await_attribute 1.get
# expect: async
def tail(request):
    name = Author.objects.get(name="Ann").name.upper()
    return HttpResponse(name)


# shows: 1.count 1.chainable
# expect: async
def of_author(request, pk):
    author = Author.objects.get(pk=pk)
    return JsonResponse({"books": author.books.filter(is_published=True).count()})


# shows: 1.manager_overrides 0.overrides_win
# expect: async
def add_tag(request):
    tag = Tag.objects.create(name="quiet")
    return HttpResponse(tag.name)


# shows: 1.update
# expect: async
def rename(request):
    changed = Book.objects.filter(title="First").update(title="Primer")
    return HttpResponse(str(changed))


# shows: 1.evaluating
# expect: async
def cheapest(request):
    book = Book.objects.cheapest()
    return HttpResponse(book.title)


# shows: 1.get 8.try
# expect: async
def not_found(request):
    try:
        book = Book.objects.get(title="Nope")
    except Book.DoesNotExist:
        return HttpResponse("no such book", status=404)
    return HttpResponse(book.title)


# shows: 1.cursor
# expect: async
def connected(request):
    connections["default"].ensure_connection()
    connection.ensure_connection()
    return HttpResponse("connected")


# shows: 1.cursor
# expect: async
def by_cursor(request):
    cursor = connection.cursor()
    cursor.execute("SELECT title FROM shop_book ORDER BY id")
    titles = [row[0] for row in cursor.fetchall()]
    return JsonResponse({"titles": titles})


# shows: 4.helper_unseen
# expect: async
def augmented(request):
    address = unknown_address()
    address += "?q=1"
    return HttpResponse(address)


# shows: 4.lookalike
# expect: async
def looks_like_orm(request):
    options = {"get": 1}
    return JsonResponse({"value": options.get("get"), "count": [1, 1].count(1)})


# shows: 3.free
# expect: async
def nothing(request):
    return HttpResponse("ok")


# expect: async
def paged(request, number):
    paginator = Paginator(Book.objects.order_by("pk"), 2)
    try:
        page = paginator.page(number)
    except EmptyPage:
        return HttpResponse("no such page", status=404)
    titles = [book.title for book in page.object_list]
    return JsonResponse({"titles": titles, "next": page.has_next(), "last": page.end_index(), "number": page.number})


urlpatterns = [
    path("one/<int:pk>/", one),
    path("missing/<int:pk>/", missing),
    path("shelf/", shelf),
    path("first_of/", first_of),
    path("numbers/", numbers),
    path("summary/", summary),
    path("tail/", tail),
    path("of_author/<int:pk>/", of_author),
    path("add_tag/", add_tag),
    path("rename/", rename),
    path("cheapest/", cheapest),
    path("not_found/", not_found),
    path("connected/", connected),
    path("by_cursor/", by_cursor),
    path("augmented/", augmented),
    path("looks_like_orm/", looks_like_orm),
    path("nothing/", nothing),
    path("paged/<int:number>/", paged),
]
VISITS = [
    ("GET", "/one/1/"),
    ("GET", "/missing/1/"),
    ("GET", "/missing/99/"),
    ("GET", "/shelf/"),
    ("GET", "/first_of/"),
    ("GET", "/numbers/"),
    ("GET", "/summary/"),
    ("GET", "/tail/"),
    ("GET", "/of_author/1/"),
    ("GET", "/add_tag/"),
    ("GET", "/rename/"),
    ("GET", "/cheapest/"),
    ("GET", "/not_found/"),
    ("GET", "/by_cursor/"), ("GET", "/connected/"),
    ("GET", "/augmented/"),
    ("GET", "/looks_like_orm/"),
    ("GET", "/nothing/"),
    ("GET", "/paged/1/"), ("GET", "/paged/99/"),
]
