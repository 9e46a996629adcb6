"""More places where the rewriting of a view goes wrong easily."""
import typing
from typing import overload

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views import View

from shop.models import Author, Book, Review

count = 0


def respond(status=200):
    def view_maker(function):
        return function

    return view_maker


# shows: 8.slice
# expect: async
def sliced(request):
    letters = ["a", "b", "c", "d", "e"]
    return JsonResponse({"part": letters[Author.objects.count() - 1:Book.objects.count()]})


# shows: 8.comprehension_scope 8.shadowing
# expect: async
def scopes(request):
    book = "outside"
    titles = [book.title for book in Book.objects.all() if book.author.name == "Ann"]
    return JsonResponse({"titles": titles, "book": book})


# shows: 8.shadowing
# expect: async
def shadows(request):
    list = [1, 2]
    filter = Book.objects.filter(price__gt=15)
    return JsonResponse({"n": len(list), "dear": filter.count(), "titles": [str(row.title) for row in filter]})


# shows: 8.yield
# expect: async
def yields(request):
    def numbers():
        for book in Book.objects.all():
            yield book.price

    return JsonResponse({"total": sum(numbers())})


# shows: 8.global
# expect: async
def globally(request):
    global count
    count = Book.objects.count()
    return HttpResponse(str(count + Author.objects.count()))


# shows: 8.nonlocal
# expect: async
def nonlocally(request):
    total = 0

    def add(book):
        nonlocal total
        total += book.price

    for book in Book.objects.all():
        add(book)
    return HttpResponse(f"{total} {Author.objects.count()}")


# shows: 8.lambda_default 6.no_await_here
# expect: async
def defaults(request):
    double = lambda number, factor=2: number * factor  # noqa: E731
    return HttpResponse(str(double(Book.objects.count())))


# shows: 8.lambda_default 6.no_await_here
# expect: async
def default_that_queries(request):
    def describe(number=Book.objects.count()):
        return f"{number} books"

    return HttpResponse(describe())


# shows: 8.decorator_comment
# expect: async
@respond(status=200)  # the usual one
# nothing in between
def decorated(request):  # a trailing comment
    # the first
    return HttpResponse(str(Book.objects.count()))  # and the last
    # below


# shows: 8.backslash
# expect: async
def continued(request):
    total = Book.objects.count() + \
        Author.objects.count()
    with_default = request.GET.get("n") or \
        Book.objects.filter(price=10).count()
    return HttpResponse(f"{total} {with_default}")


# shows: 8.type_comment 7.annotations
# expect: async
def typed(request, pk):
    # type: (object, int) -> HttpResponse
    books = Book.objects.filter(pk=pk)  # type: typing.Any
    names = [book.title for book in books]  # type: list[str]
    return HttpResponse(",".join(names))


# shows: 7.annotations
# expect: async
def annotated(request, pk: int) -> HttpResponse:
    book: Book = Book.objects.get(pk=pk)
    name: str = book.author.name
    return HttpResponse(name)


# shows: 8.zero_super
# expect: sync shares handlers
class Base(View):
    def titles(self):
        return [book.title for book in Book.objects.all()]

    def get(self, request):
        return JsonResponse({"titles": self.titles()})


# shows: 8.zero_super
# expect: sync super()
class Heir(Base):
    def titles(self):
        return [title.upper() for title in super().titles()]

    def post(self, request):
        titles = super().titles()
        return JsonResponse({"titles": titles, "first": Author.objects.first().name, "all": len(super().titles())})


# shows: 8.recursion
# expect: async
def recursive(request, depth):
    if depth:
        return recursive(request, depth - 1)
    return HttpResponse(str(Book.objects.count()))


# shows: 8.unreachable
# expect: async
def unreachable(request):
    return HttpResponse(str(Book.objects.count()))
    Book.objects.all().delete()


if count:
    def twice(request):
        return HttpResponse("never")
else:
    # shows: 8.duplicate
    # expect: sync defined more than once
    def twice(request):
        return HttpResponse(str(Book.objects.count()))


# shows: 8.assigned
# expect: sync uses assigned directly
def assigned(request):
    return HttpResponse(str(Review.objects.count()))


through_name = respond()(assigned)


@overload
def sized(request, size: int) -> HttpResponse: ...
@overload
def sized(request, size: str) -> HttpResponse: ...
# shows: 8.overload
# expect: sync defined more than once
def sized(request, size):
    return HttpResponse(f"{size} of {Book.objects.count()}")


# shows: 8.await_attribute 8.await_ternary
# expect: async
def tight(request):
    name = Book.objects.order_by("id").first().title.lower() if Book.objects.exists() else "none"
    return HttpResponse(name + str(- Book.objects.count()) + str(2 ** Author.objects.count() ** 2))


# shows: 8.f_string 8.await_ternary
# expect: async
def either_in_text(request):
    many = request.GET.get("many")
    counts = [Book.objects.count() if of == "b" else Author.objects.count() for of in "ba"]
    return HttpResponse(f"{counts} {Book.objects.count() if many else Author.objects.count():03d}")


# shows: 8.f_string 8.short_circuit
# expect: async
def padded(request):
    books = Book.objects.filter(pk__gt=100)
    first = books and books[0] or None
    return HttpResponse(f"{first} {Book.objects.count():0{Author.objects.count()}d}")


# shows: 8.with 8.try
# expect: sync one hop
def opened(request):
    try:
        with open(__file__) as first, open(__file__) as second:
            same = first.readline() == second.readline()
            for line in first:
                if line.startswith("import"):
                    break
    finally:
        n = Book.objects.count()
    return JsonResponse({"same": same, "line": line, "n": n})


urlpatterns = [
    path("sliced/", sliced),
    path("scopes/", scopes),
    path("shadows/", shadows),
    path("yields/", yields),
    path("globally/", globally),
    path("nonlocally/", nonlocally),
    path("defaults/", defaults),
    path("default_that_queries/", default_that_queries),
    path("decorated/", decorated),
    path("continued/", continued),
    path("typed/<int:pk>/", typed),
    path("annotated/<int:pk>/", annotated),
    path("base/", Base.as_view()),
    path("heir/", Heir.as_view()),
    path("recursive/<int:depth>/", recursive),
    path("unreachable/", unreachable),
    path("twice/", twice),
    path("assigned/", through_name),
    path("sized/<str:size>/", sized),
    path("tight/", tight),
    path("opened/", opened),
    path("either_in_text/", either_in_text),
    path("padded/", padded),
]
VISITS = [("GET", f"/{name}/") for name in (
    "sliced", "scopes", "shadows", "yields", "globally", "nonlocally", "defaults", "default_that_queries", "decorated",
    "continued", "base", "heir", "unreachable", "twice", "assigned", "tight", "opened", "either_in_text",
    "padded",
)] + [
    ("GET", "/continued/?n=5"), ("GET", "/either_in_text/?many=1"), ("GET", "/typed/1/"), ("GET", "/annotated/1/"), ("POST", "/heir/", {}),
    ("GET", "/recursive/2/"), ("GET", "/sized/3/"),
]
