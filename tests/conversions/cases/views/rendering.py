"""Templates."""
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path

from shop.models import Book


# shows: 4.render 0.nothing_lazy
# expect: async
def page(request):
    return render(request, "books.html", {"title": "All", "books": Book.objects.all()})


# shows: 4.render
# expect: async
def with_count(request):
    books = Book.objects.all()
    return render(request, "books.html", {"title": f"{books.count()} books", "books": books})


# shows: 4.static 4.silent_if
# expect: async
def static_page(request):
    return render(request, "books.html")


# shows: 4.render_to_string
# expect: async
def to_string(request):
    text = render_to_string("books.html", {"books": Book.objects.all(), "title": "x"}, request=request)
    return HttpResponse(text.strip())


# shows: 4.template_response
# expect: async
def later(request):
    return TemplateResponse(request, "books.html", {"books": Book.objects.all(), "title": "later"})


# shows: 2.absolute_url
# expect: async
def elsewhere(request):
    return redirect("book", pk=3)


# shows: 4.render 0.nothing_lazy
# expect: async
def context_first(request):
    context = {"title": "Some", "books": Book.objects.filter(price__lt=25)}
    if request.GET.get("all"):
        context["books"] = Book.objects.all()
    return render(request, "books.html", context)


urlpatterns = [
    path("page/", page),
    path("with_count/", with_count),
    path("static_page/", static_page),
    path("to_string/", to_string),
    path("later/", later),
    path("elsewhere/", elsewhere),
    path("context_first/", context_first),
]
VISITS = [("GET", f"/{name}/") for name in (
    "page", "with_count", "static_page", "to_string", "later", "elsewhere", "context_first",
)] + [("GET", "/context_first/?all=1")]
