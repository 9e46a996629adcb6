import threading

from shop.models import Book, Order, Review

state = threading.local()


def clamp(value, low, high):
    return max(low, min(value, high))


def total_stock():
    return sum(book.stock for book in Book.objects.all())


def describe(book):
    return f"{book.title} ({book.author.name})"


def rank(book):
    return book.reviews.count(), book.title


def cheap_titles(limit):
    return [book.title for book in Book.objects.filter(price__lt=limit)]


def each_title():
    for book in Book.objects.all():
        yield book.title


def place_order(user, books):
    order = Order.objects.create(user=user if user.is_authenticated else None)
    for book in books:
        order.lines.create(book=book)
    order.total = sum(book.price for book in books)
    order.save()
    return order


def add_review(book, text):
    return Review.objects.create(book=book, text=text)


def remember(value):
    state.value = value


def recall():
    return getattr(state, "value", None)
