import csv

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from . import selectors
from .decorators import count_visit, staff_or_404
from .forms import AuthorForm, ReviewForm
from .models import Author, Book


def home(request):
    context = {
        "new_arrivals": selectors.new_arrivals(),
        "bestsellers": selectors.bestsellers(),
    }
    return render(request, "catalogue/home.html", context)


def search(request):
    text = request.GET.get("q", "").strip()
    category = request.GET.get("category", "")
    page = selectors.search_page(text, category, request.GET.get("page"))
    return render(
        request,
        "catalogue/search.html",
        {"page": page, "text": text, "category": category},
    )


class BookListView(ListView):
    queryset = Book.objects.on_sale().select_related("author", "publisher")
    paginate_by = 6


class BookDetailView(DetailView):
    queryset = Book.objects.on_sale().select_related("author", "publisher")

    def get_context_data(self, **kwargs):
        reviews = self.object.reviews.select_related("reader")
        return super().get_context_data(reviews=reviews, form=ReviewForm(), **kwargs)


@count_visit
def author_detail(request, slug):
    author = get_object_or_404(Author, slug=slug)
    books = author.books.on_sale().order_by("-published_on")
    return render(request, "catalogue/author_detail.html", {"author": author, "books": books})


@login_required
def review_create(request, slug):
    book = get_object_or_404(Book.objects.on_sale(), slug=slug)
    if not selectors.may_review(request.user, book):
        messages.info(request, "You have reviewed this book already.")
        return redirect(book)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        review = form.save(commit=False)
        review.book = book
        review.reader = request.user
        review.save()
        messages.success(request, "Thank you for your review.")
        return redirect(book)
    return render(request, "catalogue/review_form.html", {"form": form, "book": book})


@cache_control(public=True, max_age=3600)
def price_list(request):
    response = HttpResponse(
        content_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="prices.csv"'},
    )
    writer = csv.writer(response)
    writer.writerow(["isbn", "title", "author", "price"])
    for book in Book.objects.on_sale().select_related("author"):
        writer.writerow([book.isbn, book.title, book.author.name, book.price])
    return response


@staff_or_404
def stock_report(request):
    publishers = selectors.stock_by_publisher()
    return render(request, "catalogue/stock_report.html", {"publishers": publishers})


class AuthorCreateView(LoginRequiredMixin, CreateView):
    model = Author
    form_class = AuthorForm


class AuthorUpdateView(LoginRequiredMixin, UpdateView):
    model = Author
    form_class = AuthorForm

    def form_valid(self, form):
        messages.success(self.request, f"{form.instance} is up to date.")
        return super().form_valid(form)
