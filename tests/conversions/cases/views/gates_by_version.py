"""Decorators of Django, beside what decorators.py, users.py and classes.py show; mixins; what a class overrides."""
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_required, user_passes_test
from django.contrib.auth.mixins import PermissionRequiredMixin, UserPassesTestMixin
from django.db import transaction
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, etag, last_modified, require_http_methods, require_safe
from django.views.decorators.vary import vary_on_cookie, vary_on_headers
from django.views.generic import CreateView, DetailView, RedirectView, TemplateView

from shop.models import Author, Book, Review


def stamp_of_books(request, *args, **kwargs):
    return f'"{Book.objects.count()}"'


def is_reader(user):
    return user.is_authenticated and user.username == "reader"


# shows: 6.non_atomic
# expect: async
@transaction.non_atomic_requests
def non_atomic(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.vary 6.never_cache
# expect: async
@vary_on_cookie
@vary_on_headers("Accept-Language", "X-Shop")
@cache_control(max_age=60)
def varied(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.csrf
# expect: async
@ensure_csrf_cookie
def with_cookie(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.csrf 0.access
# expect: sync csrf_protect
@csrf_protect
def protected(request):
    Review.objects.create(book_id=1, text="protected")
    return HttpResponse("posted")


# shows: 6.gzip
# expect: async
@gzip_page
def zipped(request):
    return HttpResponse(f"{Book.objects.count()} books" * 50)


# shows: 6.clickjacking
# expect: async
@xframe_options_deny
def framed(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.debug
# expect: async
@sensitive_variables("secret")
@sensitive_post_parameters("password")
def hidden(request):
    secret = Author.objects.get(pk=1).name
    return HttpResponse(secret)


# shows: 6.http
# expect: async
@require_safe
def safe(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.http
# expect: async
@require_http_methods(["GET", "PUT"])
def either(request):
    return HttpResponse(f"{request.method} {Book.objects.count()}")


# shows: 6.staff 0.access
# expect: async
@staff_member_required(login_url="/login/")
def staff(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.passes_test 0.access
# expect: async
@user_passes_test(is_reader, login_url="/login/")
def readers(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.condition
# expect: sync condition
@condition(etag_func=stamp_of_books)
def conditional(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.condition
# expect: sync etag
@etag(stamp_of_books)
def tagged(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.method_decorator_handler 6.login 0.access
# expect: async
class OnHandler(View):
    @method_decorator(login_required)
    def get(self, request):
        return JsonResponse({"books": Book.objects.count(), "user": request.user.username})

    def post(self, request):
        return HttpResponse(f"open to {request.user.is_authenticated}")


# shows: 6.permission_mixin 0.access
# expect: async
class Permitted(PermissionRequiredMixin, View):
    permission_required = "shop.add_book"

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.test_mixin 0.access
# expect: async
class Tested(UserPassesTestMixin, View):
    def test_func(self):
        return Review.objects.filter(user=self.request.user.pk).exists()

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.init
# expect: sync __init__
class WithInit(View):
    limit = 10

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.limit += 5

    def get(self, request):
        return JsonResponse({"cheap": Book.objects.filter(price__lt=self.limit).count()})


# shows: 6.init
# expect: sync __init__
class WithBusyInit(View):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.books = Book.objects.count()

    def get(self, request):
        return JsonResponse({"books": self.books, "authors": Author.objects.count()})


# shows: 6.not_allowed
# expect: sync http_method_not_allowed
class Refusing(View):
    def http_method_not_allowed(self, request, *args, **kwargs):
        Review.objects.create(book_id=1, text="refused")
        return HttpResponseNotAllowed(self._allowed_methods())

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.super_chain 6.family
# expect: async
class First(View):
    def get(self, request, *args, **kwargs):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.super_chain 6.family
# expect: async
class Second(First):
    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response["X-Authors"] = str(Author.objects.count())
        return response


# shows: 6.template_view 6.generic_views
# expect: sync generic
class Page(TemplateView):
    template_name = "books.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(books=Book.objects.all(), **kwargs)


# shows: 6.generic_views
# expect: sync generic
class One(DetailView):
    model = Book
    template_name = "books.html"


# shows: 6.generic_views
# expect: sync generic
class New(CreateView):
    model = Review
    fields = ["book", "text", "rating"]
    template_name = "form.html"
    success_url = "/login/"


# shows: 6.generic_views
# expect: sync generic
class Away(RedirectView):
    pattern_name = "book"


urlpatterns = [
    path("non_atomic/", non_atomic),
    path("varied/", varied),
    path("with_cookie/", with_cookie),
    path("protected/", protected),
    path("zipped/", zipped),
    path("framed/", framed),
    path("hidden/", hidden),
    path("safe/", safe),
    path("either/", either),
    path("staff/", staff),
    path("readers/", readers),
    path("conditional/", conditional),
    path("tagged/", tagged),
    path("on_handler/", OnHandler.as_view()),
    path("permitted/", Permitted.as_view()),
    path("tested/", Tested.as_view()),
    path("with_init/", WithInit.as_view()),
    path("with_busy_init/", WithBusyInit.as_view()),
    path("refusing/", Refusing.as_view()),
    path("first/", First.as_view()),
    path("second/", Second.as_view()),
    path("page/", Page.as_view()),
    path("one/<int:pk>/", One.as_view()),
    path("new/", New.as_view()),
    path("away/<int:pk>/", Away.as_view()),
]
VISITS = [("GET", f"/{name}/") for name in (
    "non_atomic", "varied", "with_cookie", "zipped", "framed", "hidden", "safe", "either", "staff", "readers",
    "conditional", "tagged", "on_handler", "permitted", "tested", "with_init", "with_busy_init", "refusing", "first", "second",
    "page", "new",
)] + [
    ("POST", "/protected/", {}), ("POST", "/safe/", {}), ("PUT", "/either/"), ("POST", "/either/", {}), ("HEAD", "/safe/"),
    ("POST", "/on_handler/", {}), ("POST", "/refusing/", {}), ("GET", "/one/1/"), ("GET", "/away/1/"),
    ("POST", "/new/", {"book": "1", "text": "new", "rating": "4"}), ("POST", "/new/", {}), ("DELETE", "/second/"),
]
