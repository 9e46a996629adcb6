# -*- coding: latin-1 -*-
"""Written in latin-1: é."""
from django.http import HttpResponse
from django.urls import path

from shop.models import Author, Book


# shows: 8.encoding
# expect: async
def counted(request):
    # déjà vu
    if request.GET.get("n"):
        total = Book.objects.count()  # déjà vu
        return HttpResponse(f"{total} café")
    for book in Book.objects.all():
        if book.author.name == "Bob":
            break
    return HttpResponse(f"{book.title} {Author.objects.count()} café")


urlpatterns = [path("counted/", counted)]
VISITS = [("GET", "/counted/"), ("GET", "/counted/?n=1")]
