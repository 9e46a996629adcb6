from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Book


class OrderQuerySet(models.QuerySet):
    def of(self, customer):
        return self.filter(customer=customer)

    def open(self):
        return self.filter(status=Order.Status.PLACED)


class Order(models.Model):
    class Status(models.TextChoices):
        PLACED = "placed", "placed"
        SENT = "sent", "sent"
        CANCELLED = "cancelled", "cancelled"

    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.PLACED)
    placed_at = models.DateTimeField(default=timezone.now)
    address = models.TextField()

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at"]

    def __str__(self):
        return f"{self.number} of {self.customer}"

    def get_absolute_url(self):
        return reverse("orders:detail", args=[self.pk])

    @property
    def number(self):
        return f"BS-{self.pk:05d}"

    @property
    def total(self):
        found = self.lines.aggregate(total=Sum(F("quantity") * F("unit_price")))
        return found["total"] or Decimal("0.00")

    @property
    def can_be_cancelled(self):
        return self.status == self.Status.PLACED


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="order_lines")
    quantity = models.PositiveSmallIntegerField()
    unit_price = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.quantity} x {self.book.title}"

    @property
    def total(self):
        return self.quantity * self.unit_price


class WishlistItem(models.Model):
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wishlist"
    )
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="wished_by")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "book"], name="wish_for_a_book_once")
        ]

    def __str__(self):
        return f"{self.customer} wishes for {self.book.title}"
