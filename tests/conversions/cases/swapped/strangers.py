"""Views that put another user into the request, under its name, and objects that are looked up when they are used."""
from django.contrib.auth.models import User
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils.functional import SimpleLazyObject, lazy

from shop.models import Author, Book


def another():
    return User.objects.create(username="another")


# shows: 3.user_after
# expect: async
def under_its_name(request):
    if request.user.is_anonymous:
        request.__dict__["user"] = SimpleLazyObject(another)
    return HttpResponse(request.user.username)


# shows: 3.user_after
# expect: async
def among_its_variables(request):
    before = request.user.username
    vars(request)["user"] = SimpleLazyObject(another)
    return HttpResponse(f"{before} {request.user.username}")


# shows: 3.user_after
# expect: async
def with_others(request):
    before = request.user.username
    request.__dict__.update(user=SimpleLazyObject(another))
    return HttpResponse(f"{before} {request.user.username}")


# shows: 3.user_after
# expect: async
def set_by_name(request):
    before = request.user.username
    setattr(request, "user", SimpleLazyObject(another))
    return HttpResponse(f"{before} {request.user.username}")


# shows: 3.user_after 0.nothing_lazy
# expect: async
def assigned(request):
    before = request.user.username
    request.user = SimpleLazyObject(another)
    return HttpResponse(f"{before} {request.user.username}")


# shows: 3.user_after 4.helper
# expect: async
def swapped_by_helper(request):
    before = request.user.username
    swap(request)
    return HttpResponse(f"{before} {request.user.username}")


def swap(request):
    request.__dict__["user"] = SimpleLazyObject(another)


# shows: 3.user
# expect: async
def read_under_its_name(request):
    return HttpResponse(f"{vars(request)['user'].username} {request.__dict__['user'].is_authenticated}")


# shows: 0.nothing_lazy
# expect: sync belongs into one hop
def lazy_object(request):
    author = SimpleLazyObject(lambda: Author.objects.get(name="Ann"))
    return JsonResponse({"name": author.name, "books": author.books.count()})


def count():
    return str(Book.objects.count())


count_later = lazy(count, str)


# shows: 0.nothing_lazy
# expect: async
def lazy_text(request):
    text = count_later()
    return HttpResponse(f"{text} books")


urlpatterns = [
    path("under_its_name/", under_its_name),
    path("among_its_variables/", among_its_variables),
    path("with_others/", with_others),
    path("set_by_name/", set_by_name),
    path("assigned/", assigned),
    path("swapped_by_helper/", swapped_by_helper),
    path("read_under_its_name/", read_under_its_name),
    path("lazy_object/", lazy_object),
    path("lazy_text/", lazy_text),
]
VISITS = [("GET", f"/{name}/") for name in (
    "under_its_name", "among_its_variables", "with_others", "set_by_name", "assigned", "swapped_by_helper",
    "read_under_its_name", "lazy_object", "lazy_text",
)]
