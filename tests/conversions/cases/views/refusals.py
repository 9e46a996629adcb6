"""Classes that use View's own ``options`` and ``http_method_not_allowed`` for a response."""
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views import View

from shop.models import Book, Review


# shows: 6.answers_of_view
# expect: sync super().options gives a coroutine
class WithOptions(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})

    def options(self, request, *args, **kwargs):
        response = super().options(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response


class SharedMixin:
    def options(self, request, *args, **kwargs):
        response = super().options(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response


# shows: 6.answers_of_view 6.family
# expect: sync super().options gives a coroutine
class OptionsOfMixin(SharedMixin, View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})


# shows: 6.answers_of_view
# expect: sync self.http_method_not_allowed gives a coroutine
class RefusedByHandler(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})

    def post(self, request):
        if Book.objects.exists():
            return self.http_method_not_allowed(request)
        return HttpResponse("posted")


# shows: 6.answers_of_view 6.self_helper
# expect: sync super().http_method_not_allowed gives a coroutine
class RefusedByHelper(View):
    def refused(self, request):
        Review.objects.create(book_id=1, text="refused")
        return super().http_method_not_allowed(request)

    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})

    def delete(self, request):
        return self.refused(request)


# shows: 6.answers_of_view
# expect: sync View.options gives a coroutine
class OptionsByName(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})

    def options(self, request):
        response = View.options(self, request)
        response["X-Books"] = str(Book.objects.count())
        return response


# shows: 6.answers_of_view 6.handlers
# expect: async
class OwnOptions(View):
    def get(self, request):
        return JsonResponse({"books": Book.objects.count()})

    def options(self, request):
        return HttpResponse(headers={"Allow": "GET", "X-Books": str(Book.objects.count())})


urlpatterns = [
    path("with_options/", WithOptions.as_view()),
    path("options_of_mixin/", OptionsOfMixin.as_view()),
    path("refused_by_handler/", RefusedByHandler.as_view()),
    path("refused_by_helper/", RefusedByHelper.as_view()),
    path("options_by_name/", OptionsByName.as_view()),
    path("own_options/", OwnOptions.as_view()),
]
VISITS = [
    ("OPTIONS", "/with_options/"), ("GET", "/with_options/"), ("OPTIONS", "/options_of_mixin/"),
    ("POST", "/refused_by_handler/", {}), ("PUT", "/refused_by_handler/"), ("DELETE", "/refused_by_helper/"),
    ("OPTIONS", "/options_by_name/"), ("OPTIONS", "/own_options/"), ("GET", "/own_options/"), ("PUT", "/own_options/"),
]
