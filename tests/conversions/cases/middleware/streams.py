"""Streams of generators that wait, and of one that does not."""
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


# sent as they come
def live(request):
    response = StreamingHttpResponse(events(3), content_type="text/event-stream")
    response["Cache-Control"] = "no-cache"
    return response


def named(request):
    return StreamingHttpResponse(streaming_content=events(int(request.GET.get("n", 2))))


def export(request):
    return StreamingHttpResponse(rows(), content_type="text/csv")


urlpatterns = [path("live/", live), path("named/", named), path("export/", export)]
VISITS = [("GET", "/live/"), ("GET", "/named/"), ("GET", "/named/?n=0")]
