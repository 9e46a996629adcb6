"""What changes orders and stock together, and therefore in one transaction."""

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F

from catalogue.models import Book

from .models import Order, OrderLine
from .signals import order_placed


class OutOfStock(Exception):
    def __init__(self, book):
        super().__init__(f"There are not enough copies of {book.title} left.")
        self.book = book


class TooLate(Exception):
    pass


def place_order(*, customer, basket, address):
    """Turn a basket into an order, take the books from the stock and confirm by mail."""
    with transaction.atomic():
        order = Order.objects.create(customer=customer, address=address)
        for line in basket.lines():
            take_from_stock(line.book, line.quantity)
            OrderLine.objects.create(
                order=order,
                book=line.book,
                quantity=line.quantity,
                unit_price=line.book.price,
            )
        order_placed.send(sender=Order, order=order)
        transaction.on_commit(lambda: confirm_by_mail(order))
    return order


def take_from_stock(book, quantity):
    in_stock = Book.objects.filter(pk=book.pk, stock__gte=quantity)
    if not in_stock.update(stock=F("stock") - quantity):
        raise OutOfStock(book)


@transaction.atomic
def cancel_order(order):
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if not locked.can_be_cancelled:
        raise TooLate(f"Order {locked.number} is {locked.get_status_display()}.")
    for line in locked.lines.all():
        Book.objects.filter(pk=line.book_id).update(stock=F("stock") + line.quantity)
    locked.status = Order.Status.CANCELLED
    locked.save(update_fields=["status"])
    return locked


def confirm_by_mail(order):
    send_mail(
        subject=f"Your order {order.number}",
        message=(
            f"Thank you. We send your books to:\n\n{order.address}\n\nTotal: {order.total:.2f} EUR"
        ),
        from_email=None,
        recipient_list=[order.customer.email],
    )
