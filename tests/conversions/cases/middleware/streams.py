"""Streams of generators that wait, and of some that go through rows."""
import time

from django.http import StreamingHttpResponse
from django.urls import path

from shop.models import Book


def events(count):
    for number in range(count):
        yield f"data: {number}\n\n"
        time.sleep(0.001)


def rows():
    for book in Book.objects.all():
        yield f"{book.title}\n"


def many(books):
    yield "title,price\n"
    for book in books.iterator(chunk_size=2):
        if book.price:
            yield f"{book.title},{book.price}\n"


def with_tags():
    for book in Book.objects.prefetch_related("tags").iterator(chunk_size=2):
        yield f"{book.pk}\n"


def with_authors():
    for book in Book.objects.all():
        yield f"{book.author.name}\n"


def twice():
    for book in Book.objects.all():
        yield f"{book.title}\n"


# sent as they come
def live(request):
    response = StreamingHttpResponse(events(3), content_type="text/event-stream")
    response["Cache-Control"] = "no-cache"
    return response


def named(request):
    return StreamingHttpResponse(streaming_content=events(int(request.GET.get("n", 2))))


# shows: 7.stream_of_rows
# expect: async
def export(request):
    return StreamingHttpResponse(rows(), content_type="text/csv")


# shows: 7.stream_of_rows
# expect: sync before Django 5.0, where Django reads the stream whole
def export_many(request):
    return StreamingHttpResponse(many(Book.objects.filter(price__gt=5)), content_type="text/csv")


# shows: 7.stream_of_rows
# expect: sync before Django 5.0, where Django reads the stream whole
def export_with_tags(request):
    return StreamingHttpResponse(with_tags())


# a query for each row: left to Django, which takes them all in one hop
def export_with_authors(request):
    return StreamingHttpResponse(with_authors())


# what goes through it beside a response is sync
def export_twice(request):
    return StreamingHttpResponse(twice(), headers={"Rows": str(len(list(twice())))})


urlpatterns = [
    path("live/", live),
    path("named/", named),
    path("export/", export),
    path("export_many/", export_many),
    path("export_with_tags/", export_with_tags),
]
VISITS = [("GET", f"/{name}/") for name in ("live", "named", "export", "export_many", "export_with_tags")]
VISITS += [("GET", "/named/?n=0")]
