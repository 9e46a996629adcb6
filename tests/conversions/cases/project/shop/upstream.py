"""What the cases ask of the world outside: a server that takes its time, files, a cache on disk, signals."""
import os
import time

from django.dispatch import Signal, receiver

from shop.models import Author, Review

ADDRESS = os.environ.get("EXECUTION_UPSTREAM", "http://127.0.0.1:9/")
sold = Signal()


@receiver(sold)
def note_sale(sender, pk, **kwargs):
    Review.objects.create(book_id=pk, text="sold")


@receiver(sold)
def count_authors(sender, **kwargs):
    return Author.objects.count()


def calculate():
    """Something slow of which nothing is seen in the view."""
    time.sleep(0.25)
    return 42
