"""Places where ``await`` is easily put wrong."""
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path

from shop.models import Author, Book


# expect: async
def precedence(request):
    total = -Book.objects.count() + 2 * Book.objects.count() ** 2
    return HttpResponse(str(not Book.objects.exists()) + str(total))


# expect: async
def short_circuit(request):
    if request.GET.get("q") and Book.objects.filter(title=request.GET["q"]).exists():
        return HttpResponse("found")
    return HttpResponse("not asked")


# expect: async
def ternary(request):
    count = Book.objects.count() if request.GET.get("all") else Book.objects.filter(is_published=True).count()
    return HttpResponse(str(count))


# expect: async
def ternary_test(request):
    book = Book.objects.get(pk=1)
    return JsonResponse({"city": str(book.author) if book.publisher else None, "n": Author.objects.count()})


# expect: async
def test_of_ternary_alone(request):
    book = Book.objects.get(pk=1)
    return HttpResponse("published" if book.publisher else "not yet")


# expect: async
def format_specification(request):
    return HttpResponse(f"{1:>{Book.objects.count()}} {Author.objects.count()}")


# expect: async
def f_string(request):
    return HttpResponse(f"{Book.objects.count()} books, {Author.objects.count():>4} authors")


# expect: async
def chained(request):
    return HttpResponse(str(1 < Book.objects.count() <= Author.objects.count() + 1))


# expect: async
def walrus(request):
    if (count := Book.objects.count()) > 2:
        return HttpResponse(f"many: {count}")
    return HttpResponse("few")


# expect: async
def subscript(request):
    names = ["zero", "one", "two", "three"]
    return HttpResponse(names[Book.objects.count()])


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


# expect: async
def star_arguments(request):
    return HttpResponse("{} {}".format(*Book.objects.values_list("title", flat=True)[:2]))


# expect: async
def keywords(request):
    return JsonResponse(dict(books=Book.objects.count(), **Author.objects.values("id", "name")[0]))


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


# expect: async
def asserting(request):
    assert Book.objects.exists(), "no books"
    return HttpResponse("fine")


# expect: sync lambda
def lambda_inside(request):
    count = lambda: Book.objects.count()  # noqa: E731
    return HttpResponse(str(count()))


# expect: async
def early(request):
    if request.method != "GET":
        return HttpResponse(status=405)

    if not Book.objects.exists():
        return HttpResponse("empty")

    # the usual way
    total = Book.objects.count()

    return HttpResponse(str(total))


# expect: async
def reassigned(request):
    books = Book.objects.filter(price__gt=5)
    if request.GET.get("cheap"):
        books = books.filter(price__lt=15)
    books = books.order_by("-price")
    return JsonResponse({"titles": [book.title for book in books]})


# expect: async
def nested_calls(request):
    title = str(Author.objects.get(pk=Book.objects.get(pk=1).author_id))
    return HttpResponse(title)


async def already(request):
    return HttpResponse(str(await Book.objects.acount()))


# expect: sync StopIteration
def leaking_next(request):
    first = next(Book.objects.iterator())
    return HttpResponse(first.title)


# expect: sync locals
def own_frame(request):
    book = Book.objects.get(pk=1)
    return HttpResponse("{book.author.name}".format(**locals()) + book.author.name)


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
    "format_specification", "f_string", "chained", "walrus", "subscript", "guarded", "matched",
    "star_arguments", "keywords", "multi_line", "asserting", "lambda_inside", "early", "reassigned", "nested_calls",
    "already", "leaking_next", "own_frame",
)] + [
    ("GET", "/short_circuit/?q=First"), ("GET", "/ternary/?all=1"), ("GET", "/guarded/?title=First"),
    ("POST", "/early/", {}), ("GET", "/reassigned/?cheap=1"),
]
