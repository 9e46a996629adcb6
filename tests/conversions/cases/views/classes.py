"""Class-based views."""
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import ListView

from shop.models import Book, Review


# shows: 6.handlers 4.render
# expect: async
class Detail(View):
    template_name = "books.html"

    def get(self, request, pk):
        book = get_object_or_404(Book, pk=pk)
        return render(request, self.template_name, {"title": book.title, "books": [book]})

    def post(self, request, pk):
        Review.objects.create(book_id=pk, text="posted")
        return HttpResponse("posted", status=201)


# shows: 6.self_helper
# expect: async
class WithHelper(View):
    def cheap(self, limit):
        return Book.objects.filter(price__lt=limit).count()

    def get(self, request):
        return JsonResponse({"cheap": self.cheap(15)})


# shows: 6.handlers 3.user
# expect: async
class OnSelf(View):
    def get(self, request, *args, **kwargs):
        book = Book.objects.get(pk=self.kwargs["pk"])
        return HttpResponse(f"{book.title} {self.request.user.is_authenticated}")


# shows: 6.family
# expect: async
class Base(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.family
# expect: async
class Derived(Base):
    def post(self, request):
        return JsonResponse({"reviews": Review.objects.count()})


# shows: 6.login_mixin 0.access
# expect: async
class Private(LoginRequiredMixin, View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.dispatch
# expect: sync dispatch
class Dispatching(View):
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["X-Seen"] = "1"
        return response

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.generic_views
# expect: sync generic
class Generic(ListView):
    model = Book
    template_name = "books.html"
    context_object_name = "books"


# shows: 6.csrf 6.method_decorator_dispatch
# expect: async
@method_decorator(csrf_exempt, name="dispatch")
class Exempt(View):
    def post(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.method_decorator_dispatch 6.login 6.never_cache 0.access
# expect: async
@method_decorator(login_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class Guarded(View):
    """Both decorators stand on dispatch."""

    # the list
    def get(self, request):
        return render(request, "books.html", {"title": request.user.username, "books": Book.objects.all()})

    def post(self, request):
        return JsonResponse({"user": request.user.username, "books": Book.objects.count()})


# shows: 6.family 6.login
# expect: async
class GuardedHeir(Guarded):
    def get(self, request):
        return JsonResponse({"user": request.user.username, "books": Book.objects.count()})


# shows: 6.permission 0.access
# expect: async
@method_decorator(permission_required("shop.add_book", raise_exception=True), name="dispatch")
class Forbidden(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.family
# expect: sync it shares handlers with cases.classes.StayingHeir
@method_decorator([never_cache, login_required], name="dispatch")
class WithStayingHeir(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 5.decorator
# expect: sync atomic
class StayingHeir(WithStayingHeir):
    @method_decorator(transaction.atomic)
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.family
# expect: sync shares handlers
class Shared(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.setup
# expect: sync setup
class Heir(Shared):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.first = Book.objects.first()


urlpatterns = [
    path("detail/<int:pk>/", Detail.as_view()),
    path("with_helper/", WithHelper.as_view()),
    path("on_self/<int:pk>/", OnSelf.as_view()),
    path("base/", Base.as_view()),
    path("derived/", Derived.as_view()),
    path("private/", Private.as_view()),
    path("dispatching/", Dispatching.as_view()),
    path("generic/", Generic.as_view()),
    path("exempt/", Exempt.as_view()),
    path("guarded/", Guarded.as_view()),
    path("guarded_heir/", GuardedHeir.as_view()),
    path("forbidden/", Forbidden.as_view()),
    path("with_staying_heir/", WithStayingHeir.as_view()),
    path("staying_heir/", StayingHeir.as_view()),
    path("shared/", Shared.as_view()),
    path("heir/", Heir.as_view()),
]
VISITS = [
    ("GET", "/detail/1/"), ("GET", "/detail/99/"), ("POST", "/detail/1/", {}), ("PUT", "/detail/1/", {}),
    ("HEAD", "/detail/1/"), ("OPTIONS", "/detail/1/"), ("GET", "/with_helper/"), ("GET", "/on_self/1/"), ("GET", "/base/"),
    ("GET", "/derived/"), ("POST", "/derived/", {}), ("GET", "/private/"), ("GET", "/dispatching/"), ("GET", "/generic/"),
    ("GET", "/guarded/"), ("POST", "/guarded/", {}), ("PUT", "/guarded/", {}), ("OPTIONS", "/guarded/"),
    ("HEAD", "/guarded/"), ("GET", "/guarded_heir/"), ("POST", "/guarded_heir/", {}), ("GET", "/with_staying_heir/"),
    ("GET", "/forbidden/"),    ("GET", "/staying_heir/"), ("POST", "/exempt/", {}), ("GET", "/shared/"), ("GET", "/heir/"),
]
