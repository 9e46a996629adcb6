from django.db.models import Avg
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from .models import Book, Review


@receiver([post_save, post_delete], sender=Review)
def refresh_rating(sender, instance, **kwargs):
    average = Review.objects.filter(book=instance.book_id).aggregate(value=Avg("rating"))["value"]
    Book.objects.filter(pk=instance.book_id).update(rating=average)
