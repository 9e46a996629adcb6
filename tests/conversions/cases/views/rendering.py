"""Templates."""
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path

from shop.models import Book


# expect: async
def page(request):
    return render(request, "books.html", {"title": "All", "books": Book.objects.all()})


# expect: async
def with_count(request):
    books = Book.objects.all()
    return render(request, "books.html", {"title": f"{books.count()} books", "books": books})


# expect: async
def static_page(request):
    return render(request, "books.html")


# expect: async
def to_string(request):
    text = render_to_string("books.html", {"books": Book.objects.all(), "title": "x"}, request=request)
    return HttpResponse(text.strip())


# expect: async
def later(request):
    return TemplateResponse(request, "books.html", {"books": Book.objects.all(), "title": "later"})


# expect: async
def elsewhere(request):
    return redirect("book", pk=3)


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
