from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from shop.models import Book, Review


# shows: 6.method_decorator_dispatch 0.access
# expect: async
@method_decorator(login_required, name="dispatch")
class Private(View):
    """Only for readers."""

    def get(self, request):
        return render(request, "books.html", {"title": request.user.username, "books": Book.objects.all()})

    def post(self, request):
        Review.objects.create(book_id=1, user=request.user, text="posted")
        return HttpResponse("posted", status=201)


# shows: 6.method_decorator_dispatch
# expect: async
@method_decorator([never_cache, csrf_exempt], name="dispatch")
class Fresh(View):
    limit = 3

    # the first of them
    def get(self, request):
        return JsonResponse({"books": [book.title for book in Book.objects.all()[: self.limit]]})


# shows: 6.permission 0.access
# expect: async
@method_decorator(login_required, name="dispatch")
@method_decorator(permission_required("shop.add_book", raise_exception=True), name="dispatch")
class Permitted(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.method_decorator_dispatch 6.http 6.csrf
# expect: async
@method_decorator([csrf_exempt, require_POST], name="dispatch")
class Posted(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})

    def post(self, request):
        Review.objects.create(book_id=1, text="posted")
        return HttpResponse("posted", status=201)


# shows: 6.method_decorator_dispatch 6.http 6.login_mixin 0.access
# expect: async
@method_decorator(require_http_methods(["GET", "POST"]), name="dispatch")
class GotOrPosted(LoginRequiredMixin, View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count(), "of": request.user.username})

    def put(self, request):
        return JsonResponse({"reviews": Review.objects.count()})


# shows: 6.family
# expect: async
class Heir(Private):
    def get(self, request):
        return JsonResponse({"of": request.user.get_username()})


# shows: 6.family
# expect: sync shares handlers
@method_decorator(login_required, name="dispatch")
class Shared(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.setup
# expect: sync setup
class Sibling(Shared):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.first = Book.objects.first()

    def get(self, request):
        return JsonResponse({"books": self.first.title})


urlpatterns = [
    path("private/", Private.as_view()),
    path("fresh/", Fresh.as_view()),
    path("permitted/", Permitted.as_view()),
    path("posted/", Posted.as_view()),
    path("got_or_posted/", GotOrPosted.as_view()),
    path("heir/", Heir.as_view()),
    path("shared/", Shared.as_view()),
    path("sibling/", Sibling.as_view()),
]
VISITS = [
    ("GET", "/private/"), ("POST", "/private/", {}), ("PUT", "/private/"), ("OPTIONS", "/private/"), ("HEAD", "/private/"),
    ("GET", "/fresh/"), ("DELETE", "/fresh/"), ("GET", "/permitted/"), ("POST", "/permitted/", {}), ("GET", "/heir/"),
    ("POST", "/heir/", {}), ("GET", "/shared/"), ("GET", "/sibling/"), ("TRACE", "/private/"),
    ("GET", "/posted/"), ("POST", "/posted/", {}), ("OPTIONS", "/posted/"), ("GET", "/got_or_posted/"),
    ("POST", "/got_or_posted/", {}), ("PUT", "/got_or_posted/"),
]
