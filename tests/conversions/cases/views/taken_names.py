#!/usr/bin/env python
# A comment above the docstring stays above it.
"""Names that the rewriting would like to use are taken."""
from __future__ import annotations

import asyncio as aio
import time

from django.http import HttpResponse, JsonResponse
from django.shortcuts import (
    get_object_or_404,
    render,
)
from django.urls import path

from shop.models import Author, Book

asyncio = "not the module"


def sync_to_async(text):
    return text.upper()


# shows: 7.import_taken 7.import_added 7.import_future
# expect: async
def described(request, pk):
    book = get_object_or_404(Book, pk=pk)
    return HttpResponse(sync_to_async(f"{book.title} of {book.author.name}"))


# shows: 7.import_taken
# expect: async
def rested(request):
    time.sleep(0.01)
    return HttpResponse(f"{asyncio} {aio.__name__}")


# shows: 7.import_added
# expect: async
def drawn(request):
    get_title = "shadow"
    return render(request, "books.html", {"title": get_title, "books": Author.objects.get(pk=1).books.all()})


# shows: 7.import_taken
# expect: async
def paired(request):
    names = [[book.author.name for book in Book.objects.all()] for _ in range(2)]

    def get_names():
        return names

    return JsonResponse({"names": get_names()})


urlpatterns = [
    path("described/<int:pk>/", described),
    path("rested/", rested),
    path("drawn/", drawn),
    path("paired/", paired),
]
VISITS = [("GET", "/described/1/"), ("GET", "/described/99/"), ("GET", "/rested/"), ("GET", "/drawn/"), ("GET", "/paired/")]
