from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from catalogue.models import Book

from . import services
from .basket import SESSION_KEY, Basket
from .forms import AddToBasketForm, CheckoutForm
from .models import Order, WishlistItem


def basket_detail(request):
    basket = Basket(request.session)
    context = {"lines": basket.lines(), "total": basket.total(), "form": AddToBasketForm()}
    return render(request, "orders/basket.html", context)


def basket_summary(request):
    """The little number beside the basket, asked for by scripts on cached pages."""
    quantities = request.session.get(SESSION_KEY, {})
    return JsonResponse({"titles": len(quantities), "copies": sum(quantities.values())})


@require_POST
def basket_add(request, isbn):
    book = get_object_or_404(Book.objects.on_sale(), isbn=isbn)
    form = AddToBasketForm(request.POST)
    if form.is_valid():
        Basket(request.session).add(book, form.cleaned_data["quantity"])
        messages.success(request, f"{book.title} is in your basket.")
    else:
        messages.error(request, "Please ask for between 1 and 20 copies.")
    return redirect("orders:basket")


@require_POST
def basket_remove(request, isbn):
    quantities = request.session.get(SESSION_KEY, {})
    if isbn in quantities:
        del quantities[isbn]
        request.session[SESSION_KEY] = quantities
        messages.info(request, "The book is no longer in your basket.")
    return redirect("orders:basket")


@login_required
def checkout(request):
    basket = Basket(request.session)
    if not basket:
        messages.info(request, "Your basket is empty.")
        return redirect("orders:basket")
    form = CheckoutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            order = services.place_order(
                customer=request.user,
                basket=basket,
                address=form.cleaned_data["address"],
            )
        except services.OutOfStock as problem:
            messages.error(request, str(problem))
            return redirect("orders:basket")
        basket.clear()
        messages.success(request, f"Thank you for your order {order.number}.")
        return redirect(order)
    return render(request, "orders/checkout.html", {"form": form, "lines": basket.lines()})


@login_required
def order_list(request):
    orders = Order.objects.of(request.user).prefetch_related("lines__book")
    return render(request, "orders/order_list.html", {"orders": orders})


@login_required
def order_detail(request, pk):
    order = get_object_or_404(Order, pk=pk, customer=request.user)
    lines = order.lines.select_related("book__author")
    return render(request, "orders/order_detail.html", {"order": order, "lines": lines})


def order_status(request, pk):
    """Asked every few seconds by the order page until the parcel is sent."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "please log in"}, status=401)
    order = Order.objects.filter(pk=pk, customer=request.user).first()
    if order is None:
        return JsonResponse({"error": "no such order"}, status=404)
    return JsonResponse({"order": order.number, "status": order.status})


@require_POST
@login_required
@transaction.atomic
def order_cancel(request, pk):
    order = get_object_or_404(Order, pk=pk, customer=request.user)
    try:
        services.cancel_order(order)
    except services.TooLate as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Order {order.number} is cancelled.")
    return redirect(order)


class WishlistView(View):
    def get(self, request):
        if not request.user.is_authenticated:
            return JsonResponse({"wishlist": []})
        items = WishlistItem.objects.filter(customer=request.user).select_related("book")
        return JsonResponse({"wishlist": [item.book.title for item in items]})

    def post(self, request):
        if not request.user.is_authenticated:
            return JsonResponse({"error": "please log in"}, status=401)
        book = get_object_or_404(Book, isbn=request.POST.get("isbn", ""))
        _, created = WishlistItem.objects.get_or_create(customer=request.user, book=book)
        return JsonResponse({"added": created}, status=201 if created else 200)


class OpenOrdersView(LoginRequiredMixin, ListView):
    template_name = "orders/open_orders.html"
    context_object_name = "orders"

    def get_queryset(self):
        orders = Order.objects.open().select_related("customer")
        if self.request.user.is_staff:
            return orders
        return orders.of(self.request.user)
