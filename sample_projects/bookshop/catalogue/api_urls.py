from django.urls import path

from . import api

app_name = "api"

urlpatterns = [
    path("status/", api.status, name="status"),
    path("statistics/", api.statistics, name="statistics"),
    path("shelves/", api.shelves, name="shelves"),
    path("books/", api.book_list, name="books"),
    path("books/<str:isbn>/", api.book_detail, name="book"),
    path("books/<str:isbn>/reviews/", api.book_reviews, name="reviews"),
    path("books/<str:isbn>/availability/", api.availability, name="availability"),
    path("books/<str:isbn>/delivery/", api.delivery_estimate, name="delivery"),
    path("books/<str:isbn>/stock/", api.StockView.as_view(), name="stock"),
    path("authors/<slug:slug>/books/", api.AuthorBooksView.as_view(), name="author-books"),
]
