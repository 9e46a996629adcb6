from django.urls import path

from . import views

app_name = "orders"

urlpatterns = [
    path("", views.order_list, name="list"),
    path("open/", views.OpenOrdersView.as_view(), name="open"),
    path("basket/", views.basket_detail, name="basket"),
    path("basket/summary/", views.basket_summary, name="basket-summary"),
    path("basket/add/<str:isbn>/", views.basket_add, name="basket-add"),
    path("basket/remove/<str:isbn>/", views.basket_remove, name="basket-remove"),
    path("checkout/", views.checkout, name="checkout"),
    path("wishlist/", views.WishlistView.as_view(), name="wishlist"),
    path("<int:pk>/", views.order_detail, name="detail"),
    path("<int:pk>/status/", views.order_status, name="status"),
    path("<int:pk>/cancel/", views.order_cancel, name="cancel"),
]
