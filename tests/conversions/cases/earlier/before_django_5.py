"""Decorators that take async views from Django 5.0 or 5.1 on, in a project that still runs on 4.2."""
from functools import wraps

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.views import View
from django.views.decorators.cache import cache_control, cache_page, never_cache
from django.views.decorators.clickjacking import xframe_options_deny, xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from django.views.decorators.gzip import gzip_page
from django.views.decorators.vary import vary_on_headers

from shop.models import Book, Order, Review

buyers_only = user_passes_test(lambda user: user.is_authenticated and user.orders.exists(), login_url="/shop/")


def with_book(view):
    @wraps(view)
    def wrapper(request, pk):
        book = Book.objects.get(pk=pk)
        if not book.is_published:
            raise PermissionDenied
        request.book = book
        return view(request, pk)

    return wrapper


def as_owner(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        request.user = SimpleLazyObject(lambda: User.objects.get(username="reader"))
        return view(request, *args, **kwargs)

    return wrapper


def in_group(name):
    return user_passes_test(lambda user: user.is_authenticated and name == "readers", login_url="/login/")


def for_readers(view):
    return require_safe(login_required(view))


# shows: 6.http 6.csrf
# expect: async
@require_http_methods(["POST"])  # nothing else
@csrf_exempt
def hook(request):
    Review.objects.create(book_id=1, text=request.POST.get("text", ""))
    return JsonResponse({"reviews": Review.objects.count()})


# shows: 6.csrf
# expect: async
@csrf_exempt
@require_POST
def other_hook(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.csrf
# expect: async
def not_exempt(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.login 0.access
# expect: async
@login_required
def home(request):
    orders = Order.objects.filter(user=request.user)
    return render(request, "books.html", {"books": list(orders), "user": request.user})


# shows: 6.login 6.debug
# expect: async
@sensitive_post_parameters("password")
@login_required(login_url="/shop/", redirect_field_name="from")
def profile(request):
    return HttpResponse(f"{request.user.username}: {request.user.profile.motto}")


# shows: 6.permission 0.access
# expect: async
@permission_required("shop.add_book", raise_exception=True)
def may_add(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.permission 0.access
# expect: async
@permission_required("shop.delete_book", raise_exception=True)
def may_delete(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.staff 0.access
# expect: async
@staff_member_required(login_url="/login/")
def for_staff(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.passes_test
# expect: async
@buyers_only
def for_buyers(request):
    return JsonResponse({"books": Book.objects.count(), "user": request.user.username})


# shows: 6.passes_test 6.own_decorator
# expect: async
@in_group("readers")
def of_group(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator 6.login
# expect: async
@for_readers
def reading(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator 6.login 3.user_after
# expect: async
@login_required
@as_owner
def for_owner(request):
    return JsonResponse({"orders": Order.objects.filter(user=request.user).count()})


# shows: 6.own_decorator 6.csrf 6.http 6.login
# expect: async
@require_POST
@login_required
@with_book
@csrf_exempt
def between_own(request, pk):
    return JsonResponse({"title": request.book.title, "reviews": Review.objects.count()})


# shows: 6.own_decorator 6.login
# expect: async
@with_book
# who reads has an account
@login_required
def below_own(request, pk):
    return JsonResponse({"title": request.book.title, "at": reverse(below_own, args=[pk])})


# shows: 6.never_cache 6.clickjacking 6.vary 6.login
# expect: async
@never_cache
@login_required
@vary_on_headers("Accept")
@xframe_options_exempt
def not_kept(request):
    if request.GET.get("late"):
        return TemplateResponse(request, "books.html", {"books": Book.objects.all()})
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.never_cache 6.clickjacking
# expect: async
@cache_control(private=True, max_age=60)
@require_GET
@xframe_options_deny
def kept_a_minute(request):
    if not Book.objects.exists():
        raise Http404("no books")
    return HttpResponse("books", headers={"Vary": "Cookie"})


# shows: 6.gzip
# expect: async
@gzip_page
def compressed(request):
    return HttpResponse(Book.objects.first().title * 100)


# shows: 6.cache_page
# expect: sync cache_page
@cache_page(60)
def cached(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.csrf
# expect: sync csrf_protect
@csrf_protect
def protected(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.method_decorator_dispatch 6.http
# expect: sync @require_POST does not work on dispatch of a class with async handlers before Django 5.0
@method_decorator([csrf_exempt, require_POST], name="dispatch")
class Posted(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})

    def post(self, request):
        return JsonResponse({"reviews": Review.objects.count()})


# shows: 6.method_decorator_dispatch 6.http 6.login_mixin
# expect: sync @require_http_methods does not work on dispatch
@method_decorator(require_http_methods(["GET", "POST"]), name="dispatch")
class GotOrPosted(LoginRequiredMixin, View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.method_decorator_dispatch 6.csrf
# expect: async
@method_decorator(csrf_exempt, name="dispatch")
class Exempt(View):
    def post(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 5.decorator
# expect: sync atomic
@login_required
@transaction.atomic
def in_transaction(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 7.wrapped_in_urls
# expect: sync login_required
def in_urls(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.passes_test 0.stop_iteration
# expect: sync checks access in a thread
@user_passes_test(lambda user: next(book for book in Book.objects.all() if book.pk))
def with_books(request):
    return JsonResponse({"books": Book.objects.count()})


urlpatterns = [
    path("hook/", hook),
    path("other_hook/", other_hook),
    path("not_exempt/", not_exempt),
    path("home/", home),
    path("profile/", profile),
    path("may_add/", may_add),
    path("may_delete/", may_delete),
    path("for_staff/", for_staff),
    path("for_buyers/", for_buyers),
    path("of_group/", of_group),
    path("reading/", reading),
    path("for_owner/", for_owner),
    path("between_own/<int:pk>/", between_own),
    path("below_own/<int:pk>/", below_own),
    path("not_kept/", not_kept),
    path("kept_a_minute/", kept_a_minute),
    path("compressed/", compressed),
    path("cached/", cached),
    path("protected/", protected),
    path("posted/", Posted.as_view()),
    path("got_or_posted/", GotOrPosted.as_view()),
    path("exempt/", Exempt.as_view()),
    path("in_transaction/", in_transaction),
    path("with_books/", with_books),
    path("in_urls/", login_required(in_urls)),
]

VISITS = [
    ("POST", "/hook/", {"text": "hello"}), ("GET", "/hook/"), ("POST", "/other_hook/", {}), ("GET", "/other_hook/"),
    ("POST", "/not_exempt/", {}), ("GET", "/not_exempt/"), ("GET", "/home/"), ("GET", "/profile/"), ("GET", "/may_add/"),
    ("GET", "/may_delete/"), ("GET", "/for_staff/"), ("GET", "/for_buyers/"), ("GET", "/of_group/"), ("GET", "/reading/"),
    ("POST", "/reading/", {}), ("POST", "/between_own/1/", {}), ("GET", "/for_owner/"),
    ("GET", "/between_own/1/"), ("POST", "/between_own/3/", {}),
    ("GET", "/below_own/1/"), ("GET", "/below_own/3/"), ("GET", "/not_kept/"), ("GET", "/not_kept/?late=1"),
    ("GET", "/kept_a_minute/"), ("POST", "/kept_a_minute/", {}), ("GET", "/compressed/"), ("GET", "/cached/"), ("GET", "/protected/"),
    ("GET", "/in_transaction/"), ("GET", "/in_urls/"), ("GET", "/with_books/"), ("GET", "/posted/"), ("POST", "/posted/", {}),
    ("GET", "/got_or_posted/"), ("PUT", "/got_or_posted/"), ("GET", "/exempt/"), ("POST", "/exempt/", {}),
]
