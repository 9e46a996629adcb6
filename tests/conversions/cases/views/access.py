"""Checks of access in a sync dispatch before the handlers: Django's mixins, and the project's own."""
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import (
    AccessMixin,
    LoginRequiredMixin,
    PermissionRequiredMixin,
    UserPassesTestMixin,
)
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from shop.models import Book, Review


# shows: 6.login_mixin 0.access 6.handlers 3.user
# expect: async
class Private(LoginRequiredMixin, View):
    """Only for readers."""

    login_url = "/login/?from=private"

    # who reads
    def get(self, request):
        return JsonResponse({"reader": request.user.username, "books": Book.objects.count()})

    def post(self, request):
        Review.objects.create(book_id=1, user=request.user, text="posted")
        return HttpResponse("posted", status=201)


# shows: 6.login_mixin 4.render
# expect: async
class Rendered(LoginRequiredMixin, View):
    redirect_field_name = "then"

    def get(self, request, pk):
        book = get_object_or_404(Book, pk=pk)
        return render(request, "books.html", {"title": request.user.get_username(), "books": [book]})


# shows: 6.login_mixin 0.access
# expect: async
class Refused(LoginRequiredMixin, View):
    raise_exception = True
    permission_denied_message = "no"

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.login_mixin 6.family 0.access
# expect: async
class Answering(LoginRequiredMixin, View):
    def handle_no_permission(self):
        return JsonResponse({"books": Book.objects.count(), "user": str(self.request.user)}, status=401)

    def get(self, request):
        return JsonResponse({"mine": list(Review.objects.filter(user=request.user).values_list("text", flat=True))})


# shows: 6.permission_mixin 0.access
# expect: async
class Adding(PermissionRequiredMixin, View):
    permission_required = "shop.add_book"

    def get(self, request):
        return JsonResponse({"books": Book.objects.count(), "user": request.user.username})


# shows: 6.permission_mixin 0.access
# expect: async
class Deleting(PermissionRequiredMixin, View):
    permission_required = ("shop.add_book", "shop.delete_book")

    def post(self, request):
        Book.objects.all().delete()
        return HttpResponse("gone")


# shows: 6.permission_mixin 0.access
# expect: async
class Owning(LoginRequiredMixin, PermissionRequiredMixin, View):
    raise_exception = True

    def has_permission(self):
        return Review.objects.filter(pk=self.kwargs["pk"], user=self.request.user).exists()

    def get(self, request, pk):
        return HttpResponse(Review.objects.get(pk=pk).text)

    def delete(self, request, pk):
        Review.objects.filter(pk=pk).delete()
        return redirect("/login/")


# shows: 6.test_mixin 0.access
# expect: async
class Reviewing(UserPassesTestMixin, View):
    def test_func(self):
        return Review.objects.filter(user=self.request.user.pk, rating=5).exists()

    def get(self, request):
        return JsonResponse({"books": Book.objects.count(), "user": request.user.is_authenticated})


# shows: 6.test_mixin 0.access
# expect: async
class OtherTest(UserPassesTestMixin, View):
    def is_cheap(self):
        self.book = get_object_or_404(Book, pk=self.kwargs["pk"])
        return self.book.price < 15

    def get_test_func(self):
        return self.is_cheap

    def get(self, request, pk):
        return HttpResponse(f"{self.book.title} of {self.book.author.name}")


# shows: 6.test_mixin
# expect: async
class Raising(UserPassesTestMixin, View):
    def test_func(self):
        if not self.request.user.is_authenticated:
            raise PermissionDenied("who?")
        return self.request.user.is_staff

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.test_mixin 0.one_unit
# expect: sync both write
class Counting(UserPassesTestMixin, View):
    def test_func(self):
        Review.objects.create(book_id=1, text="tested")
        return True

    def get(self, request):
        Review.objects.filter(text="tested").update(text="answered")
        return JsonResponse({"reviews": Review.objects.count()})


class ReadersMixin(LoginRequiredMixin, UserPassesTestMixin):
    def test_func(self):
        return self.request.user.username == "reader"


# shows: 6.login_mixin 6.test_mixin 6.family 0.access
# expect: async
class Readers(ReadersMixin, View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count(), "user": request.user.username})


class ReadersTemplate(ReadersMixin, TemplateView):
    template_name = "books.html"


class PrivatePage(LoginRequiredMixin, View):
    title = "page"


# shows: 6.login_mixin 6.family
# expect: async
class Page(PrivatePage):
    def get(self, request):
        return JsonResponse({"title": self.title, "books": Book.objects.count(), "user": request.user.username})


# shows: 6.login_mixin 6.family
# expect: async
class Heir(Private):
    def get(self, request):
        return JsonResponse({"heir": request.user.username, "books": Book.objects.count()})


# shows: 6.permission_mixin 6.family 0.access
# expect: async
class Stricter(PermissionRequiredMixin, Private):
    permission_required = "shop.delete_book"

    def get(self, request):
        return JsonResponse({"stricter": request.user.username, "books": Book.objects.count()})


# shows: 6.family 0.access
# expect: async
class Base(LoginRequiredMixin, View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count(), "user": request.user.username})


# shows: 6.family 6.test_mixin 0.access
# expect: async
class TestedBehind(Base, UserPassesTestMixin):
    def test_func(self):
        return Review.objects.filter(user=self.request.user, rating__gt=5).exists()

    def post(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.login_mixin 0.access
# expect: sync LoginRequiredMixin
class CheckedTooLate(View, LoginRequiredMixin):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count(), "user": request.user.is_authenticated})


class ReviewersMixin(AccessMixin):
    def dispatch(self, request, *args, **kwargs):
        if not Review.objects.filter(user=request.user.pk, rating=5).exists():
            return self.handle_no_permission()
        self.first = Review.objects.filter(user=request.user).first()
        return super().dispatch(request, *args, **kwargs)


# shows: 6.own_mixin 6.dispatch 0.access
# expect: async
class Reviewers(ReviewersMixin, View):
    def get(self, request):
        return HttpResponse(f"{self.first.text} {self.first.book.title} {request.user.username}")

    def post(self, request):
        self.first.delete()
        return HttpResponse("gone")


class StampedMixin(AccessMixin):
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["X-Seen"] = "1"
        return response


# shows: 6.own_mixin 6.dispatch
# expect: sync it overrides dispatch()
class Stamped(StampedMixin, View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


class CaughtMixin(AccessMixin):
    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Book.DoesNotExist:
            return self.handle_no_permission()


# shows: 6.own_mixin 6.dispatch 0.access
# expect: sync it overrides dispatch()
class Caught(CaughtMixin, View):
    def get(self, request):
        return HttpResponse(Book.objects.get(pk=99).title)


# shows: 6.login_mixin 6.dispatch
# expect: sync it overrides dispatch()
class OwnDispatch(LoginRequiredMixin, View):
    def dispatch(self, request, *args, **kwargs):
        self.books = Book.objects.count()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return JsonResponse({"books": self.books, "reviews": Review.objects.count()})


# shows: 6.login_mixin 6.method_decorator_dispatch 6.csrf
# expect: async
@method_decorator(csrf_exempt, name="dispatch")
class Exempt(LoginRequiredMixin, View):
    def post(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.login_mixin 6.login
# expect: sync would look the user up again
@method_decorator(login_required, name="dispatch")
class Twice(LoginRequiredMixin, View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.family 6.login_mixin
# expect: sync shares handlers
class Shared(LoginRequiredMixin, View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.family 6.setup
# expect: sync setup
class SharedHeir(Shared):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.first = Book.objects.first()

    def get(self, request):
        return JsonResponse({"books": self.first.title})


class ListOf(LoginRequiredMixin, View):
    model = Book

    def get(self, request):
        return JsonResponse({"rows": self.rows().count(), "of": request.user.username})

    def rows(self):
        return self.model.objects.all()


class ListOfMany(ListOf):
    limit = 2


# shows: 6.login_mixin 6.family 0.access
# expect: async
class Books(ListOf):
    pass


# shows: 6.login_mixin 6.family 0.access
# expect: async
class Reviews(PermissionRequiredMixin, ListOfMany):
    model = Review
    permission_required = "shop.add_book"

    def post(self, request):
        return JsonResponse({"last": Review.objects.last().text})


class OneOf(LoginRequiredMixin, View):
    def get(self, request, pk):
        return JsonResponse({"pk": Review.objects.get(pk=pk).pk, "of": request.user.username})


# shows: 6.login_mixin 6.family 0.access
# expect: sync no handler to put an async dispatch before
class OneReview(OneOf):
    pass


# shows: 6.login_mixin 6.family 0.access
# expect: async
class OneBook(OneOf):
    def get(self, request, pk):
        return JsonResponse({"title": Book.objects.get(pk=pk).title, "of": request.user.username})


class Handlers(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count(), "user": request.user.username})


# shows: 6.login_mixin 6.family
# expect: sync no handler to put an async dispatch before
class WithoutOwn(LoginRequiredMixin, Handlers):
    raise_exception = True


urlpatterns = [
    path("private/", Private.as_view()),
    path("rendered/<int:pk>/", Rendered.as_view()),
    path("refused/", Refused.as_view()),
    path("answering/", Answering.as_view()),
    path("adding/", Adding.as_view()),
    path("deleting/", Deleting.as_view()),
    path("owning/<int:pk>/", Owning.as_view()),
    path("reviewing/", Reviewing.as_view()),
    path("other_test/<int:pk>/", OtherTest.as_view()),
    path("raising/", Raising.as_view()),
    path("counting/", Counting.as_view()),
    path("readers/", Readers.as_view()),
    path("readers_template/", ReadersTemplate.as_view()),
    path("page/", Page.as_view()),
    path("heir/", Heir.as_view()),
    path("stricter/", Stricter.as_view()),
    path("base/", Base.as_view()),
    path("tested_behind/", TestedBehind.as_view()),
    path("checked_too_late/", CheckedTooLate.as_view()),
    path("reviewers/", Reviewers.as_view()),
    path("stamped/", Stamped.as_view()),
    path("caught/", Caught.as_view()),
    path("own_dispatch/", OwnDispatch.as_view()),
    path("exempt/", Exempt.as_view()),
    path("twice/", Twice.as_view()),
    path("shared/", Shared.as_view()),
    path("shared_heir/", SharedHeir.as_view()),
    path("without_own/", WithoutOwn.as_view()),
    path("books/", Books.as_view()),
    path("reviews/", Reviews.as_view()),
    path("one_review/<int:pk>/", OneReview.as_view()),
    path("one_book/<int:pk>/", OneBook.as_view()),
]
VISITS = [("GET", f"/{name}/") for name in (
    "private", "rendered/1", "rendered/99", "refused", "answering", "adding", "deleting", "owning/1", "owning/2",
    "reviewing", "other_test/1", "other_test/2", "other_test/99", "raising", "counting", "readers", "readers_template",
    "page", "heir", "stricter", "base", "tested_behind", "checked_too_late", "reviewers", "stamped", "caught",
    "own_dispatch", "twice", "shared", "shared_heir", "without_own", "exempt", "books", "reviews", "one_review/1", "one_book/1",
)] + [
    ("GET", "/private/?page=2"), ("POST", "/private/", {}), ("PUT", "/private/"), ("OPTIONS", "/private/"),
    ("HEAD", "/private/"), ("POST", "/deleting/", {}), ("DELETE", "/owning/1/"), ("DELETE", "/owning/2/"),
    ("PUT", "/reviewing/"), ("POST", "/heir/", {}), ("POST", "/stricter/", {}), ("POST", "/tested_behind/", {}),
    ("POST", "/reviewers/", {}), ("PUT", "/reviewers/"), ("POST", "/exempt/", {}), ("OPTIONS", "/adding/"),
    ("POST", "/reviews/", {}), ("PUT", "/books/"), ("OPTIONS", "/one_book/1/"),
]
