"""Places where ``await`` is easily put wrong."""
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path

from shop.models import Author, Book


# shows: 8.await_minus 8.await_power 8.await_not
# expect: async
def precedence(request):
    total = -Book.objects.count() + 2 * Book.objects.count() ** 2
    return HttpResponse(str(not Book.objects.exists()) + str(total))


# shows: 8.short_circuit
# expect: async
def short_circuit(request):
    if request.GET.get("q") and Book.objects.filter(title=request.GET["q"]).exists():
        return HttpResponse("found")
    return HttpResponse("not asked")


# shows: 8.await_ternary
# expect: async
def ternary(request):
    count = Book.objects.count() if request.GET.get("all") else Book.objects.filter(is_published=True).count()
    return HttpResponse(str(count))


# shows: 8.await_ternary
# expect: async
def ternary_test(request):
    book = Book.objects.get(pk=1)
    return JsonResponse({"city": str(book.author) if book.publisher else None, "n": Author.objects.count()})


# shows: 8.await_ternary
# expect: async
def test_of_ternary_alone(request):
    book = Book.objects.get(pk=1)
    return HttpResponse("published" if book.publisher else "not yet")


# shows: 8.f_string
# expect: async
def format_specification(request):
    return HttpResponse(f"{1:>{Book.objects.count()}} {Author.objects.count()}")


# shows: 8.f_string
# expect: async
def f_string(request):
    return HttpResponse(f"{Book.objects.count()} books, {Author.objects.count():>4} authors")


# shows: 8.chained_comparison
# expect: async
def chained(request):
    return HttpResponse(str(1 < Book.objects.count() <= Author.objects.count() + 1))


# shows: 8.walrus
# expect: async
def walrus(request):
    if (count := Book.objects.count()) > 2:
        return HttpResponse(f"many: {count}")
    return HttpResponse("few")


# shows: 8.subscript
# expect: async
def subscript(request):
    names = ["zero", "one", "two", "three"]
    return HttpResponse(names[Book.objects.count()])


# shows: 8.try
# expect: async
def guarded(request):
    try:
        book = Book.objects.get(title=request.GET.get("title", ""))
        name = book.author.name
    except Book.DoesNotExist:
        name = "nobody"
    except Book.MultipleObjectsReturned:
        raise
    else:
        name += "!"
    finally:
        checked = True
    return HttpResponse(f"{name} {checked}")


# shows: 8.match_subject 8.match_guard
# expect: async
def matched(request):
    match Book.objects.count():
        case 0:
            answer = "none"
        case 3 if Author.objects.count() == 2:
            answer = "three by two"
        case _:
            answer = "some"
    return HttpResponse(answer)


# shows: 8.match_subject
# expect: async
def matched_unseen(request):
    kind = getattr(request.GET, "ge" + "t")("kind", "few")
    match kind:
        case "all":
            books = Book.objects.all()
        case "few":
            books = Book.objects.filter(price__lt=20)
        case _:
            books = Book.objects.none()
    return HttpResponse(f"{books.count()}")


# shows: 1.star 8.star_arguments
# expect: async
def star_arguments(request):
    return HttpResponse("{} {}".format(*Book.objects.values_list("title", flat=True)[:2]))


# shows: 1.dict
# expect: async
def keywords(request):
    return JsonResponse(dict(books=Book.objects.count(), **Author.objects.values("id", "name")[0]))


# shows: 8.trailing_comment
# expect: async
def multi_line(request):
    books = (
        Book.objects.filter(
            price__gt=5,  # cheap ones do not count
        )
        .order_by("title")
        .first()
    )
    return HttpResponse(
        books.title
    )


# shows: 8.assert
# expect: async
def asserting(request):
    assert Book.objects.exists(), "no books"
    return HttpResponse("fine")


# shows: 6.no_await_here
# expect: sync lambda
def lambda_inside(request):
    count = lambda: Book.objects.count()  # noqa: E731
    return HttpResponse(str(count()))


# shows: 8.trailing_comment
# expect: async
def early(request):
    if request.method != "GET":
        return HttpResponse(status=405)

    if not Book.objects.exists():
        return HttpResponse("empty")

    # the usual way
    total = Book.objects.count()

    return HttpResponse(str(total))


# shows: 1.building 1.chainable
# expect: async
def reassigned(request):
    books = Book.objects.filter(price__gt=5)
    if request.GET.get("cheap"):
        books = books.filter(price__lt=15)
    books = books.order_by("-price")
    return JsonResponse({"titles": [book.title for book in books]})


# shows: 1.get
# expect: async
def nested_calls(request):
    title = str(Author.objects.get(pk=Book.objects.get(pk=1).author_id))
    return HttpResponse(title)


async def already(request):
    return HttpResponse(str(await Book.objects.acount()))


# shows: 0.stop_iteration
# expect: sync StopIteration
def leaking_next(request):
    first = next(Book.objects.iterator())
    return HttpResponse(first.title)


# shows: 0.sync_is_safe
# expect: sync locals
def own_frame(request):
    book = Book.objects.get(pk=1)
    return HttpResponse("{book.author.name}".format(**locals()) + book.author.name)


# shows: 8.walrus 2.getattr
# expect: async
def bound_in_a_test(request, pk):
    book = Book.objects.get(pk=pk)
    if not (author := getattr(book, request.GET.get("of", "author"), None)):
        raise Http404
    return HttpResponse(author.name)


urlpatterns = [
    path("bound_in_a_test/<int:pk>/", bound_in_a_test),
    path("precedence/", precedence),
    path("short_circuit/", short_circuit),
    path("ternary/", ternary),
    path("ternary_test/", ternary_test),
    path("test_of_ternary_alone/", test_of_ternary_alone),
    path("format_specification/", format_specification),
    path("f_string/", f_string),
    path("chained/", chained),
    path("walrus/", walrus),
    path("subscript/", subscript),
    path("guarded/", guarded),
    path("matched/", matched),
    path("matched_unseen/", matched_unseen),
    path("star_arguments/", star_arguments),
    path("keywords/", keywords),
    path("multi_line/", multi_line),
    path("asserting/", asserting),
    path("lambda_inside/", lambda_inside),
    path("early/", early),
    path("reassigned/", reassigned),
    path("nested_calls/", nested_calls),
    path("already/", already),
    path("leaking_next/", leaking_next),
    path("own_frame/", own_frame),
]
VISITS = [("GET", "/bound_in_a_test/1/"), ("GET", "/bound_in_a_test/1/?of=nothing")] + [("GET", f"/{name}/") for name in (
    "precedence", "short_circuit", "ternary", "ternary_test", "test_of_ternary_alone",
    "format_specification", "f_string", "chained", "walrus", "subscript", "guarded", "matched", "matched_unseen",
    "star_arguments", "keywords", "multi_line", "asserting", "lambda_inside", "early", "reassigned", "nested_calls",
    "already", "leaking_next", "own_frame",
)] + [
    ("GET", "/short_circuit/?q=First"), ("GET", "/ternary/?all=1"), ("GET", "/guarded/?title=First"),
    ("POST", "/early/", {}), ("GET", "/reassigned/?cheap=1"), ("GET", "/matched_unseen/?kind=all"),
]
