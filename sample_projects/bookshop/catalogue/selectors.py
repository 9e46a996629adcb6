"""Queries that several pages share."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, F, Sum

from .models import Book, Category, Publisher, Review


def new_arrivals(limit=4):
    books = Book.objects.on_sale().select_related("author")
    return list(books.order_by("-published_on", "title")[:limit])


def bestsellers(limit=4):
    return list(Book.objects.bestsellers(limit).select_related("author"))


def menu():
    categories = Category.objects.annotate(size=Count("books")).filter(size__gt=0)
    return categories.order_by("position", "name")


def search_page(text, category, number):
    books = Book.objects.on_sale().select_related("author")
    if text:
        books = books.matching(text)
    if category:
        books = books.in_category(category)
    return Paginator(books, settings.SHOP_BOOKS_PER_PAGE).get_page(number)


def stock_by_publisher():
    return Publisher.objects.annotate(
        titles=Count("books"),
        copies=Sum("books__stock"),
        value=Sum(F("books__stock") * F("books__price")),
    ).order_by("name")


def may_review(user, book):
    return not Review.objects.filter(book=book, reader=user).exists()
