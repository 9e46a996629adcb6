"""JSON views for the shop window display, the till and partner shops."""

import time

from django.db.models import F, Min, Sum
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views import View
from django.views.decorators.http import require_GET

from .forms import StockForm
from .models import Author, Book, Review

# The carrier's interface allows twenty requests a second.
CARRIER_PAUSE = 0.05


def status(request):
    return JsonResponse({"status": "ok", "currency": request.currency})


def book_list(request):
    books = Book.objects.on_sale().select_related("author")
    if category := request.GET.get("category"):
        books = books.in_category(category)
    return JsonResponse(
        {
            "books": [
                {
                    "isbn": book.isbn,
                    "title": book.title,
                    "author": book.author.name,
                    "price": str(book.price),
                }
                for book in books
            ]
        }
    )


def book_detail(request, isbn):
    book = get_object_or_404(Book.objects.select_related("author"), isbn=isbn)
    return JsonResponse(
        {
            "isbn": book.isbn,
            "title": book.title,
            "author": book.author.name,
            "publisher": book.publisher.name,
            "published_on": book.published_on.isoformat(),
            "price": str(book.price),
            "in_stock": book.is_in_stock,
        }
    )


def book_reviews(request, isbn):
    book = get_object_or_404(Book, isbn=isbn)
    return JsonResponse({"isbn": isbn, "reviews": book.review_summary})


def availability(request, isbn):
    try:
        book = Book.objects.get(isbn=isbn)
    except Book.DoesNotExist:
        return JsonResponse({"isbn": isbn, "error": "unknown ISBN"}, status=404)
    return JsonResponse({"isbn": isbn, "available": book.stock > 0, "stock": book.stock})


@require_GET
def statistics(request):
    books = Book.objects.on_sale()
    totals = books.aggregate(copies=Sum("stock", default=0), cheapest=Min("price"))
    newest = books.order_by("-published_on").first()
    return JsonResponse(
        {
            "titles": books.count(),
            "copies": totals["copies"],
            "cheapest": f"{totals['cheapest'] or 0:.2f}",
            "newest": newest.title if newest else None,
            "reviewed": Review.objects.exists(),
        }
    )


def shelves(request):
    """What stands on which shelf: authors by initial, each book with its publisher."""
    found = {}
    for book in Book.objects.on_sale().select_related("author"):
        shelf = found.setdefault(book.author.name[0], [])
        shelf.append({"title": book.title, "publisher": book.publisher.name})
    return JsonResponse({"shelves": found})


def delivery_estimate(request, isbn):
    book = get_object_or_404(Book, isbn=isbn)
    time.sleep(CARRIER_PAUSE)
    days = 2 if book.stock else 9
    return JsonResponse({"isbn": isbn, "days": days})


class StockView(View):
    """What the till asks before a sale, and tells after one."""

    def get(self, request, isbn):
        book = get_object_or_404(Book, isbn=isbn)
        return JsonResponse({"isbn": book.isbn, "stock": book.stock})

    def post(self, request, isbn):
        if not request.user.is_staff:
            return JsonResponse({"error": "staff only"}, status=403)
        form = StockForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        delta = form.cleaned_data["delta"]
        changed = Book.objects.filter(isbn=isbn, stock__gte=-delta).update(stock=F("stock") + delta)
        if not changed:
            return JsonResponse({"error": "no such book, or not enough copies"}, status=409)
        return self.get(request, isbn)


class AuthorBooksView(View):
    def get(self, request, slug):
        author = get_object_or_404(Author, slug=slug)
        titles = []
        for book in author.books.on_sale().order_by("published_on", "pk"):
            titles.append({"title": book.title, "year": book.published_on.year})
        return JsonResponse({"author": author.name, "books": titles})
