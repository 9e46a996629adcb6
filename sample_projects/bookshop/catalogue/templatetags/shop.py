from decimal import Decimal

from django import template
from django.conf import settings

from catalogue import selectors

register = template.Library()


@register.inclusion_tag("catalogue/_menu.html")
def category_menu():
    return {"categories": selectors.menu()}


@register.simple_tag(takes_context=True)
def money(context, amount):
    currency = getattr(context.get("request"), "currency", "EUR")
    converted = Decimal(amount) * Decimal(settings.SHOP_CURRENCIES[currency])
    return f"{converted:.2f} {currency}"
