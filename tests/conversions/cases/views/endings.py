"""StopIteration that may leave what a thread runs: the await would never end."""
from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.mixins import PermissionRequiredMixin, UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views import View

from shop.models import Book


def first_book():
    return next(iter(Book.objects.order_by("pk")))


def first_title():
    return first_book().title


def book_or_none():
    try:
        return first_book()
    except StopIteration:
        return None


def check(title):
    try:
        first_book()
    except (LookupError, StopIteration) as error:
        raise ValidationError("no book") from error
    if not title:
        raise ValidationError("no title: %(title)s", params={"title": title[3:]})


def each_book():
    yield first_book()


class Shelf:
    @property
    def first(self):
        return first_book()


has_books = user_passes_test(lambda user: first_book() is not None)


# shows: 0.stop_iteration 6.test_mixin
# expect: sync test_func checks access in a thread
class Tested(UserPassesTestMixin, View):
    def test_func(self):
        return next(book for book in Book.objects.all() if book.pk)

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 0.stop_iteration 6.permission_mixin
# expect: sync has_permission checks access in a thread
class Permitted(PermissionRequiredMixin, View):
    def has_permission(self):
        return first_title() != ""

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 0.stop_iteration 6.test_mixin
# expect: async
class Defaulted(UserPassesTestMixin, View):
    def test_func(self):
        return next(iter(Book.objects.all()), None) is not None and book_or_none() is not None

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 0.stop_iteration 6.passes_test
# expect: sync checks access in a thread
@user_passes_test(lambda user: next(book for book in Book.objects.all() if book.pk))
def passed(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 0.stop_iteration 6.passes_test
# expect: sync checks access in a thread
@has_books
def named(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 0.stop_iteration 6.passes_test
# expect: async
@user_passes_test(lambda user: user.is_authenticated or book_or_none() is not None)
def held(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.passes_test
# expect: sync the test does not read the user
@user_passes_test(lambda user: book_or_none() is not None)
def open_to_all(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 0.stop_iteration
# expect: sync which may raise StopIteration (cases/endings.py:13)
def helped(request):
    return HttpResponse(first_title())


# shows: 0.stop_iteration
# expect: sync which may raise StopIteration (cases/endings.py:13)
def read(request):
    return HttpResponse(Shelf().first.title)


# shows: 0.stop_iteration
# expect: async
def caught(request):
    book = book_or_none()
    return HttpResponse(book.title)


# shows: 0.stop_iteration
# expect: async
def refused(request):
    try:
        check(request.GET.get("title", ""))
    except ValidationError as error:
        return JsonResponse({"errors": error.messages, "books": Book.objects.count()})
    return JsonResponse({"books": Book.objects.count()})


# shows: 0.stop_iteration
# expect: sync all it does belongs into one hop
def generated(request):
    return JsonResponse({"titles": [book.title for book in each_book()]})


VISITS = [("GET", f"/{name}/") for name in (
    "tested", "permitted", "defaulted", "passed", "named", "held", "open_to_all", "helped", "read", "caught", "refused", "generated",
)] + [("GET", "/refused/?title=Dune")]

urlpatterns = [
    path("tested/", Tested.as_view()),
    path("permitted/", Permitted.as_view()),
    path("defaulted/", Defaulted.as_view()),
    path("passed/", passed),
    path("named/", named),
    path("held/", held),
    path("open_to_all/", open_to_all),
    path("helped/", helped),
    path("read/", read),
    path("caught/", caught),
    path("refused/", refused),
    path("generated/", generated),
]
