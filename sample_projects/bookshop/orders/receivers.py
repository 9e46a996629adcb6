import logging

from django.dispatch import receiver

from .models import WishlistItem
from .signals import order_placed

logger = logging.getLogger(__name__)


@receiver(order_placed)
def forget_wishes(sender, order, **kwargs):
    bought = order.lines.values("book")
    WishlistItem.objects.filter(customer=order.customer, book__in=bought).delete()


@receiver(order_placed)
def log_order(sender, order, **kwargs):
    logger.info("%s placed, %.2f EUR", order.number, order.total)
