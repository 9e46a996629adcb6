# -*- coding: utf-8 -*-
"""Begins with a byte order mark."""
from django.http import HttpResponse
from django.urls import path

from shop.models import Author, Book


# shows: 8.bom
# expect: async
def counted(request):
    # a comment
    if request.GET.get("n"):
        total = Book.objects.count()  # a comment
        return HttpResponse(f"{total} ok")
    for book in Book.objects.all():
        if book.author.name == "Bob":
            break
    return HttpResponse(f"{book.title} {Author.objects.count()} ok")


urlpatterns = [path("counted/", counted)]
VISITS = [("GET", "/counted/"), ("GET", "/counted/?n=1")]
