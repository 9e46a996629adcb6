"""Decorators of the project, and the sync views that keep standing under them."""
import functools
import time
from functools import wraps
from inspect import isclass

from django.core.exceptions import PermissionDenied
from django.contrib.auth.decorators import user_passes_test
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_GET
from django.views.generic import ListView

from shop.models import Book, Order, Review


def stamped(view):
    """Put a stamp on what the view answers."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Stamp"] = "1"
        response.headers["X-View"] = view.__name__
        if response.status_code == 200:
            response["X-Ok"] = "yes"
        response.set_cookie("seen", "yes")
        return response

    return wrapper


def with_book(func):
    @wraps(func)
    def inner(request, *args, **kwargs):
        if "pk" in kwargs:
            pk = kwargs["pk"]
        else:
            pk = args[0]
        try:
            book = Book.objects.get(pk=pk)
        except Book.DoesNotExist:
            raise Http404("No book")  # as before
        if not may_read(request, book):
            return render(request, "books.html", {"books": [book]}, status=403)
        # the view need not fetch it again
        request.book = book
        return func(request, *args, **kwargs)
    return inner


def may_read(request, book):
    if book.is_published:
        return True
    return request.user.is_authenticated


def counted(limit, header="X-Count"):
    def decorator(view):
        def wrapped(request, *args, **kwargs):
            if Book.objects.count() > limit:
                return HttpResponse("too many", status=429)
            response = view(request, *args, **kwargs)
            response[header] = str(limit)
            return response

        return functools.wraps(view)(wrapped)

    return decorator


def few(view):
    return counted(1)(view)


def as_json(*args, **kwargs):
    status = kwargs.get("status", 200)

    def decorator(f):
        @wraps(f)
        def wrapped(request, *args, **kwargs):
            try:
                return dumped(f(request, *args, **kwargs), status)
            except ValueError as error:
                return JsonResponse({"error": str(error)}, status=400)

        return wrapped

    if args:
        return decorator(args[0])
    return decorator


def dumped(data, status):
    return JsonResponse({"data": list(data)}, status=status)


def bad_request(f):
    def new_f(*args, **kwargs):
        try:
            return f(*args, **kwargs)
        except KeyError as error:
            return HttpResponseBadRequest(f"no {error}")

    return new_f


def readers_only(fn):
    @wraps(fn)
    def wrapper(*args, **kwargs):
        user = args[0].user
        if not user.is_authenticated:
            raise PermissionDenied
        return fn(*args, **kwargs)

    return wrapper


def slowly(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        for _ in range(2):
            time.sleep(0.001)
        return view(request, *args, **kwargs)

    return wrapper


def marked(view):
    view.is_marked = True
    return view


def in_group(name):
    return user_passes_test(lambda user: user.is_authenticated and name == "readers", login_url="/login/")


def check(passes):
    def around(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            if not passes(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapper

    def decorator(view):
        if isclass(view):
            return method_decorator(around, name="dispatch")(view)
        assert callable(view)
        return around(view)

    return decorator


@check
def has_orders(user):
    return user.is_authenticated and user.orders.exists()


def atomically(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return wrapper


def logged(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        Review.objects.create(book_id=1, text="log")
        return view(request, *args, **kwargs)

    return wrapper


def handed_on(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        return run(view, request, *args, **kwargs)

    return wrapper


def run(view, *args, **kwargs):
    return view(*args, **kwargs)


# shows: 6.own_decorator
# expect: async
@stamped
def plain(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator 6.generic_views
# expect: sync generic
@method_decorator(stamped, name="dispatch")
class StaysSync(ListView):
    model = Book
    template_name = "books.html"


# shows: 6.own_decorator
# expect: async
@with_book
def book(request, pk):
    return HttpResponse(f"{request.book.title} of {Book.objects.count()}")


# shows: 6.own_decorator 3.user_after
# expect: async
@with_book
def book_and_user(request, pk):
    name = request.user.username if request.user.is_authenticated else "nobody"
    return HttpResponse(f"{request.book.title} for {name} of {Book.objects.count()}")


# shows: 6.own_decorator 5.block
# expect: async
@with_book
@stamped
def all_in_one(request, pk):
    with transaction.atomic():
        request.book.stock -= 1
        request.book.save()
        Review.objects.create(book=request.book, text="one less")
    return HttpResponse("sold")


# shows: 6.own_decorator
# expect: async
@counted(100)
def few_books(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator
# expect: async
@few
def too_many_books(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator 6.http
# expect: async
@require_GET
@stamped
@counted(limit=50, header="X-Limit")
def stacked(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator 0.nothing_lazy
# expect: async
@as_json
def titles(request):
    if not Book.objects.exists():
        raise ValueError("no books")
    return Book.objects.values_list("title", flat=True)


# shows: 6.own_decorator
# expect: async
@as_json(status=202)
def more_titles(request):
    if not Book.objects.filter(title="none such").exists():
        raise ValueError("no such book")
    return []


# shows: 6.own_decorator
# expect: async
@bad_request
def by_key(request):
    return JsonResponse({"of": request.GET["of"], "books": Book.objects.count()})


# shows: 6.own_decorator 0.access
# expect: async
@readers_only
def for_readers(request):
    return JsonResponse({"books": Book.objects.count(), "user": request.user.username})


# shows: 6.own_decorator 4.sleep_in_dependency
# expect: async
@slowly
def slow(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator
# expect: async
@marked
def with_mark(request):
    return JsonResponse({"books": Book.objects.count(), "marked": True})


# shows: 6.passes_test 0.access
# expect: async
@in_group("readers")
def of_group(request):
    return JsonResponse({"books": Book.objects.count(), "user": request.user.username})


# shows: 6.passes_test 0.access
# expect: async
@has_orders
def of_buyers(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 5.decorator
# expect: sync one unit
@atomically
def in_transaction(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator
# expect: async
@logged
def reading(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator 0.one_unit
# expect: sync write
@logged
def writing(request):
    Order.objects.create(total=Book.objects.count())
    return HttpResponse("written")


# shows: 0.sync_is_safe
# expect: sync does not only call
@handed_on
def handed(request):
    return JsonResponse({"books": Book.objects.count()})


# shows: 6.method_decorator_handler 6.own_decorator
# expect: async
class OnHandler(View):
    @method_decorator(stamped)
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.own_decorator
# expect: sync class with async handlers
@has_orders
class BuyersPage(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.method_decorator_dispatch 6.own_decorator
# expect: async
@method_decorator(stamped, name="dispatch")
class OnDispatch(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})

    def post(self, request):
        return HttpResponse(get_object_or_404(Book, pk=1).title, status=201)


# shows: 7.wrapped_in_urls 6.own_decorator
# expect: async
def in_urls(request):
    return JsonResponse({"books": Book.objects.count()})


urlpatterns = [
    path("plain/", plain),
    path("stays_sync/", StaysSync.as_view()),
    path("book/<int:pk>/", book),
    path("book_and_user/<int:pk>/", book_and_user),
    path("all_in_one/<int:pk>/", all_in_one),
    path("few_books/", few_books),
    path("too_many_books/", too_many_books),
    path("stacked/", stacked),
    path("titles/", titles),
    path("more_titles/", more_titles),
    path("by_key/", by_key),
    path("for_readers/", for_readers),
    path("slow/", slow),
    path("with_mark/", with_mark),
    path("of_group/", of_group),
    path("of_buyers/", of_buyers),
    path("buyers_page/", BuyersPage.as_view()),
    path("in_transaction/", in_transaction),
    path("reading/", reading),
    path("writing/", writing),
    path("handed/", handed),
    path("on_handler/", OnHandler.as_view()),
    path("on_dispatch/", OnDispatch.as_view()),
    path("in_urls/", stamped(counted(70)(in_urls))),
]
VISITS = [
    ("GET", "/plain/"), ("GET", "/stays_sync/"), ("GET", "/book/1/"), ("GET", "/book/2/"), ("GET", "/book/99/"),
    ("GET", "/book_and_user/1/"), ("GET", "/book_and_user/2/"), ("GET", "/all_in_one/1/"), ("GET", "/few_books/"),
    ("GET", "/too_many_books/"), ("GET", "/stacked/"), ("POST", "/stacked/", {}), ("GET", "/titles/"), ("GET", "/more_titles/"),
    ("GET", "/by_key/"), ("GET", "/by_key/?of=1"), ("GET", "/for_readers/"), ("GET", "/slow/"), ("GET", "/with_mark/"),
    ("GET", "/of_group/"), ("GET", "/of_buyers/"), ("GET", "/buyers_page/"), ("GET", "/in_transaction/"), ("GET", "/reading/"), ("GET", "/writing/"), ("GET", "/handed/"),
    ("GET", "/on_handler/"), ("GET", "/on_dispatch/"), ("POST", "/on_dispatch/", {}), ("PUT", "/on_dispatch/"),
    ("GET", "/in_urls/"),
]
