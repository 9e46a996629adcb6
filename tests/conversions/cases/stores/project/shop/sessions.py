from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from shop.models import Review


class SessionStore(DatabaseStore):
    """Notes each load and each save of a session, in sync methods only."""

    def load(self):
        Review.objects.create(book_id=1, text="loaded")
        return super().load()

    def save(self, must_create=False):
        Review.objects.create(book_id=1, text="saved")
        super().save(must_create)
