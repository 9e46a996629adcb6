"""Who else holds a view in hand."""
from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views import View

from shop.models import Author, Book

if TYPE_CHECKING:
    from django.http import HttpRequest

FORM = Path(__file__).parent.parent / "shop" / "templates" / "form.html"
__all__ = ["VISITS", "by_name", "urlpatterns"]


# shows: 7.dict_of_views
# expect: sync
def of_books(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 7.dict_of_views
# expect: sync
def of_authors(request):
    return JsonResponse({"authors": Author.objects.count()})


KINDS = {"books": of_books, "authors": of_authors}


# shows: 7.dict_of_views
# expect: async
def by_kind(request, kind):
    if not Book.objects.exists():
        return HttpResponse("no books", status=404)
    return KINDS[kind](request)


# shows: 7.partial
# expect: sync
def below(request, limit):
    return JsonResponse({"cheap": Book.objects.filter(price__lt=limit).count()})


class Inner(View):
    def get(self, request):
        return JsonResponse({"inner": Book.objects.count()})


# shows: 7.as_view_called
# expect: async
def through_class(request):
    if not Author.objects.exists():
        return HttpResponse("nobody", status=404)
    return Inner.as_view()(request)


# shows: 7.called_by_view
# expect: async
def called(request, limit=10):
    return JsonResponse({"dear": Book.objects.filter(price__gt=limit).count()})


# shows: 7.called_by_view
# expect: async
def calling(request):
    response = called(request, limit=15)
    response["X-Called"] = "yes"
    return response


# shows: 7.type_checking 7.annotations 7.import_future 7.all_names
# expect: async
def by_name(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(str(Book.objects.filter(author__name=name).count()))


# shows: 7.file_response
# expect: sync
def download(request):
    book = Book.objects.get(pk=1)
    return FileResponse(FORM.open("rb"), filename=f"{book.pk}.html")


# shows: 7.stream_of_rows
# expect: sync
def export(request):
    def rows():
        for book in Book.objects.all():
            yield f"{book.title}\n"

    return StreamingHttpResponse(rows(), content_type="text/csv")


# shows: 7.stream_of_rows
# expect: async
def exported_whole(request):
    rows = [f"{book.title}\n" for book in Book.objects.all()]
    return HttpResponse(rows, content_type="text/csv")


urlpatterns = [
    path("of_books/", of_books),
    path("of_authors/", of_authors),
    path("by_kind/<str:kind>/", by_kind),
    path("below/", partial(below, limit=15)),
    path("through_class/", through_class),
    path("called/", called),
    path("calling/", calling),
    path("by_name/<str:name>/", by_name),
    path("download/", download),
    path("export/", export),
    path("exported_whole/", exported_whole),
]
VISITS = [("GET", f"/{name}/") for name in (
    "of_books", "of_authors", "below", "through_class", "called", "calling", "exported_whole", "download", "export",
)] + [("GET", "/by_kind/books/"), ("GET", "/by_kind/authors/"), ("GET", "/by_name/Ann/")]
