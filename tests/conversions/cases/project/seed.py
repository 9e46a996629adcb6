"""The database every visit starts from."""


def seed():
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Permission, User
    from django.contrib.contenttypes.models import ContentType
    from shop.models import (
        Author, Book, Box, Inn, Note, Order, Profile, Publisher, Receipt, Review, Shelf, Tag, Town,
    )

    reader = User.objects.create(
        username="reader", email="reader@example.com", password=make_password("pw", salt="always the same")
    )
    reader.user_permissions.add(Permission.objects.get(codename="add_book"))
    Profile.objects.create(user=reader, motto="read on")
    rome = Publisher.objects.create(name="Rome Press")
    ann, bob = Author.objects.create(name="Ann"), Author.objects.create(name="Bob")
    first = Book.objects.create(title="First", price=10, author=ann, publisher=rome)
    Book.objects.create(title="Second", price=20, author=ann)
    Book.objects.create(title="Third", price=30, author=bob, publisher=rome, is_published=False)
    Tag.objects.create(name="new").books.add(first)
    Review.objects.create(book=first, user=reader, text="good", rating=5)
    Review.objects.create(book=first, text="bad", rating=1)
    Order.objects.create(user=reader, total=10, note="gift")
    Box.objects.create(name="big").books.add(first, 2)
    Box.objects.create(name="none")
    Note.objects.create(text="dusty", content_type=ContentType.objects.get_for_model(Book), object_id=1)
    low = Shelf.objects.create(name="low", keeper=ann)
    Note.objects.create(text="empty", content_type=ContentType.objects.get_for_model(Shelf), object_id=low.pk)
    Town.objects.create(name="Troy", founder=ann)
    Inn.objects.create(name="Lion", owner=ann)
    Receipt.objects.create(book=first)
