from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .models import Employee
from .selectors import HEADCOUNT_KEY


@receiver([post_save, post_delete], sender=Employee)
def forget_headcount(sender, **kwargs):
    cache.delete(HEADCOUNT_KEY)
