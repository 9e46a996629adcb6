"""Objects that Django, the standard library and others turn into text: their ``__str__`` may ask the database."""
import json
import logging
from collections import defaultdict
from string import Template

from django.contrib.auth.models import Permission
from django.core.cache.utils import make_template_fragment_key
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import path, register_converter, reverse, reverse_lazy
from django.utils.encoding import force_str
from django.utils.html import escape, format_html
from django.utils.http import urlencode
from django.utils.text import slugify
from shop.models import Author, Book, Order, Shelf

logger = logging.getLogger(__name__)


class Kept:
    """A shelf in an address, by the name of its keeper."""

    regex = "[^/]+"

    def to_python(self, value):
        return value

    def to_url(self, shelf):
        return shelf.keeper.name


class Known:
    """A shelf in an address that there must be."""

    regex = "[0-9]+"

    def to_python(self, value):
        return int(value)

    def to_url(self, pk):
        return str(Shelf.objects.get(pk=pk).pk)


register_converter(Kept, "kept")
register_converter(Known, "known")


class OutOfPrint(Exception):
    """A book cannot be had."""


class Sold(Exception):
    """Keeps the book, and tells who wrote it."""

    def __init__(self, book: Book):
        self.book = book

    def __str__(self):
        return f"sold: {self.book.author.name}"


def of_print(book):
    """Refuse a book that cannot be had."""
    if book.price < 15:
        raise OutOfPrint(book)
    return book


# shows: 2.text_in_libraries
# expect: async
def formatted(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(format_html("<b>{}</b>", book))


# shows: 2.text_in_libraries
# expect: async
def by_keyword(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(format_html("<b>{book}</b>", book=book))


# shows: 2.text_in_libraries
# expect: async
def escaped(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(escape(book))


# shows: 2.text_in_libraries
# expect: async
def slug(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(slugify(book))


# shows: 2.text_in_libraries
# expect: async
def forced(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(content=force_str(book))


# shows: 2.text_in_libraries
# expect: async
def encoded(request, pk):
    book = Book.objects.get(pk=pk)
    return redirect("/x/?" + urlencode({"b": book}))


# shows: 2.text_in_libraries
# expect: async
def encoded_pairs(request):
    books = list(Book.objects.all())
    return HttpResponse(urlencode([("b", book) for book in books]))


# shows: 2.text_in_libraries
# expect: async
def dumped(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(json.dumps({"books": [{"book": book}]}, default=str))


# shows: 2.text_in_libraries
# expect: async
def answered_with_json(request, pk):
    book = Book.objects.get(pk=pk)
    return JsonResponse({"book": book}, json_dumps_params={"default": str})


# shows: 2.text_in_libraries
# expect: async
def substituted(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(Template("$b").substitute(b=book))


# shows: 2.text_in_libraries
# expect: async
def key_of_fragment(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(make_template_fragment_key("sidebar", [book]))


# shows: 2.text_in_libraries
# expect: async
def header(request, pk):
    book = Book.objects.get(pk=pk)
    response = HttpResponse("x")
    response["X-Book"] = book
    return response


# shows: 2.text_in_libraries
# expect: async
def further_headers(request, pk):
    book = Book.objects.get(pk=pk)
    response = HttpResponse("x")
    response.headers["X-Book"] = book
    response.setdefault("X-Title", book)
    response.set_cookie("book", book)
    response.write(book)
    return response


# shows: 2.text_in_libraries
# expect: async
def headers(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse("x", headers={"X-Book": book})


# shows: 2.text_in_libraries
# expect: async
def error(request, pk):
    try:
        book = Book.objects.get(pk=pk)
        raise TimeoutError(book)
    except TimeoutError as found:
        return HttpResponse(str(found))


# shows: 2.text_in_libraries
# expect: async
def error_of_helper(request, pk):
    try:
        of_print(Book.objects.get(pk=pk))
    except OutOfPrint as found:
        return HttpResponse(f"out of print: {found}")
    return HttpResponse("there")


# shows: 2.text_in_libraries
# expect: async
def error_with_its_own_text(request, pk):
    try:
        raise Sold(Book.objects.get(pk=pk))
    except Sold as found:
        return HttpResponse(str(found))


# shows: 2.text_in_libraries
# expect: async
def keys(request):
    books = {}
    for book in Book.objects.all():
        books.setdefault(book, []).append(book.pk)
    return JsonResponse({str(book): found for book, found in books.items()})


# shows: 2.text_in_libraries
# expect: async
def keys_of_counts(request):
    books, prices = defaultdict(int), {}
    for book in Book.objects.all():
        books[book] += 1
        prices[book] = book.price
    return JsonResponse({"books": [str(book) for book in books], "prices": [f"{book}" for book in prices]})


# shows: 2.text_in_libraries
# expect: async
def mapped(request):
    books = list(Book.objects.all())
    return HttpResponse(", ".join(map(str, books)) + ", ".join(str(book) for book in sorted(books, key=str)))


# shows: 2.text_in_libraries
# expect: async
def as_parts_of_text(request, pk):
    books = {"books": [Book.objects.get(pk=pk)]}
    return HttpResponse(f"{books}")


# shows: 2.text_in_libraries 2.str
# expect: async
def address(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(reverse("titled", args=[book]))


# shows: 2.text_in_libraries
# expect: async
def address_by_keyword(request, pk):
    book = Book.objects.get(pk=pk)
    return redirect("titled", title=book)


# shows: 2.absolute_url
# expect: async
def resolved(request, pk):
    shelf = Shelf.objects.get(pk=pk)
    return HttpResponseRedirect(resolve_url(shelf))


# shows: 2.text_in_libraries
# expect: async
def of_the_visitor(request):
    return HttpResponse(format_html("<b>{}</b>", request.user))


# shows: 2.plain_text 0.few_hops
# expect: async
def plain(request, pk):
    author = Author.objects.get(pk=pk)
    response = HttpResponse(format_html("{} {}", author, slugify(author)), headers={"X-Author": author})
    response["X-Key"] = urlencode({"a": author, "of": [author]})
    logger.info("asked for %s", author)
    return response


# shows: 2.plain_text 0.few_hops
# expect: async
def only_held(request, pk):
    book = Book.objects.get(pk=pk)
    found = defaultdict(list, {"books": [book]})
    return JsonResponse({"is": isinstance(book, Book), "titles": [book.title for book in found["books"]]})


# shows: 2.contrib 2.str
# expect: async
def permission(request):
    found = Permission.objects.first()
    return HttpResponse(f"{found}")


# shows: 2.contrib 2.str
# expect: async
def permissions(request):
    found = list(Permission.objects.filter(codename__contains="book"))
    return HttpResponse(", ".join(str(one) for one in found))


# shows: 2.contrib 2.str
# expect: async
def permission_repr(request):
    found = Permission.objects.first()
    return HttpResponse(repr(found))


# shows: 2.contrib 2.str
# expect: async
def permission_key(request):
    found = Permission.objects.first()
    return HttpResponse(str(found.natural_key()))


# shows: 2.contrib 2.str
# expect: async
def permission_in_list(request):
    found = [Permission.objects.first()]
    return HttpResponse(f"{found}")


# shows: 2.text_in_libraries
# expect: async
def reversed_lazily(request):
    book = Book.objects.get(pk=1)
    return HttpResponse(reverse_lazy("titled", args=[book]))


# shows: 2.text_in_libraries
# expect: async
def reversed_lazily_kw(request):
    book = Book.objects.get(pk=1)
    address = reverse_lazy("titled", kwargs={"title": book})
    return HttpResponse(str(address))


# shows: 2.text_in_libraries
# expect: async
def redirected(request):
    book = Book.objects.get(pk=1)
    return redirect("titled", book)


# shows: 2.text_in_libraries
# expect: async
def redirected_lazily(request):
    book = Book.objects.get(pk=1)
    return redirect(reverse_lazy("titled", args=[book]))


# shows: 2.text_in_libraries
# expect: async
def by_converter(request):
    shelf = Shelf.objects.get(pk=1)
    return redirect("shelved", shelf)


# shows: 2.text_in_libraries
# expect: async
def by_converter_reverse(request):
    shelf = Shelf.objects.get(pk=1)
    return HttpResponse(reverse("shelved", kwargs={"shelf": shelf}))


# shows: 2.text_in_libraries
# expect: async
def by_converter_lazy(request):
    shelf = Shelf.objects.get(pk=1)
    return HttpResponse(reverse_lazy("shelved", kwargs={"shelf": shelf}))


# shows: 2.text_in_libraries
# expect: async
def by_converter_pk(request):
    count = Shelf.objects.count()
    return HttpResponse(reverse("shelved_pk", args=[count]))


urlpatterns = [
    path("formatted/<int:pk>/", formatted),
    path("by_keyword/<int:pk>/", by_keyword),
    path("escaped/<int:pk>/", escaped),
    path("slug/<int:pk>/", slug),
    path("forced/<int:pk>/", forced),
    path("encoded/<int:pk>/", encoded),
    path("encoded_pairs/", encoded_pairs),
    path("dumped/<int:pk>/", dumped),
    path("answered_with_json/<int:pk>/", answered_with_json),
    path("substituted/<int:pk>/", substituted),
    path("key_of_fragment/<int:pk>/", key_of_fragment),
    path("header/<int:pk>/", header),
    path("further_headers/<int:pk>/", further_headers),
    path("headers/<int:pk>/", headers),
    path("error/<int:pk>/", error),
    path("error_of_helper/<int:pk>/", error_of_helper),
    path("error_with_its_own_text/<int:pk>/", error_with_its_own_text),
    path("keys/", keys),
    path("keys_of_counts/", keys_of_counts),
    path("mapped/", mapped),
    path("as_parts_of_text/<int:pk>/", as_parts_of_text),
    path("address/<int:pk>/", address),
    path("address_by_keyword/<int:pk>/", address_by_keyword),
    path("resolved/<int:pk>/", resolved),
    path("of_the_visitor/", of_the_visitor),
    path("plain/<int:pk>/", plain),
    path("only_held/<int:pk>/", only_held),
    path("titled/<str:title>/", lambda request, title: HttpResponse(title), name="titled"),
    path("permission/", permission),
    path("permissions/", permissions),
    path("permission_repr/", permission_repr),
    path("permission_key/", permission_key),
    path("permission_in_list/", permission_in_list),
    path("reversed_lazily/", reversed_lazily),
    path("reversed_lazily_kw/", reversed_lazily_kw),
    path("redirected/", redirected),
    path("redirected_lazily/", redirected_lazily),
    path("by_converter/", by_converter),
    path("by_converter_reverse/", by_converter_reverse),
    path("by_converter_lazy/", by_converter_lazy),
    path("by_converter_pk/", by_converter_pk),
    path("shelved/<kept:shelf>/", lambda request, shelf: HttpResponse(shelf), name="shelved"),
    path("shelved_pk/<known:shelf>/", lambda request, shelf: HttpResponse(shelf), name="shelved_pk"),
]
VISITS = [("GET", f"/{name}/1/") for name in (
    "formatted", "by_keyword", "escaped", "slug", "forced", "encoded", "dumped", "answered_with_json", "substituted",
    "key_of_fragment", "header", "further_headers", "headers", "error", "error_of_helper", "error_with_its_own_text",
    "as_parts_of_text", "address", "address_by_keyword", "resolved", "plain", "only_held",
)] + [("GET", f"/{name}/") for name in ("encoded_pairs", "keys", "keys_of_counts", "mapped", "of_the_visitor")] + [
    ("GET", "/error_of_helper/2/")] + [("GET", f"/{name}/") for name in (
    "permission", "permissions", "permission_repr", "permission_key", "permission_in_list", "reversed_lazily",
    "reversed_lazily_kw", "redirected", "redirected_lazily", "by_converter", "by_converter_reverse",
    "by_converter_lazy", "by_converter_pk",
)]
