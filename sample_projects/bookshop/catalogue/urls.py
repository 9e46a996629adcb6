from django.urls import path

from . import views

app_name = "catalogue"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("prices.csv", views.price_list, name="prices"),
    path("stock/", views.stock_report, name="stock-report"),
    path("books/", views.BookListView.as_view(), name="books"),
    path("books/<slug:slug>/", views.BookDetailView.as_view(), name="book"),
    path("books/<slug:slug>/review/", views.review_create, name="review"),
    path("authors/new/", views.AuthorCreateView.as_view(), name="author-create"),
    path("authors/<slug:slug>/", views.author_detail, name="author"),
    path("authors/<slug:slug>/edit/", views.AuthorUpdateView.as_view(), name="author-edit"),
]
