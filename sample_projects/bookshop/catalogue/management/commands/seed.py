import datetime
import functools
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction

from catalogue.models import Author, Book, Category, Publisher, Review
from orders.models import Order, OrderLine, WishlistItem

PUBLISHERS = [("Harbour Press", "Bristol"), ("Lantern House", "Dublin"), ("Oak & Quill", "York")]

AUTHORS = [
    ("Mary Shelley", "mary-shelley", 1797, "Wrote her first novel in a wet summer by a lake."),
    ("Jane Austen", "jane-austen", 1775, "Six novels and a great many letters."),
    ("Jules Verne", "jules-verne", 1828, "Extraordinary voyages, most of them from Amiens."),
    ("George Eliot", "george-eliot", 1819, "Editor, translator, novelist."),
    ("Charles Darwin", "charles-darwin", 1809, ""),
]

CATEGORIES = [("Novels", "novels"), ("Adventure", "adventure"), ("Science", "science")]

# title, slug, isbn, author, publisher, categories, price, published on, stock
BOOKS = [
    ("Frankenstein", "frankenstein", "9780000000017", 0, 0, [0, 2], "9.90", (2018, 1, 1), 12),
    ("The Last Man", "the-last-man", "9780000000024", 0, 1, [0], "12.50", (2019, 5, 20), 0),
    ("Emma", "emma", "9780000000031", 1, 2, [0], "8.00", (2015, 12, 23), 7),
    ("Persuasion", "persuasion", "9780000000048", 1, 2, [0], "7.50", (2017, 12, 20), 5),
    ("Mansfield Park", "mansfield-park", "9780000000055", 1, 0, [0], "8.90", (2014, 7, 4), 2),
    ("Around the Moon", "around-the-moon", "9780000000062", 2, 1, [1], "11.00", (2020, 1, 13), 4),
    ("Michael Strogoff", "michael-strogoff", "9780000000079", 2, 1, [1], "10.00", (2016, 8, 1), 9),
    ("Middlemarch", "middlemarch", "9780000000086", 3, 0, [0], "14.90", (2021, 12, 1), 3),
    ("Silas Marner", "silas-marner", "9780000000093", 3, 2, [0], "6.90", (2011, 4, 2), 11),
    ("The Voyage", "the-voyage", "9780000000109", 4, 1, [1, 2], "13.00", (2013, 5, 1), 6),
]

USERS = [("ada", "Ada", "Byron", False), ("grace", "Grace", "Hopper", True)]
PASSWORD = "bookshop-demo"

# book, reader, rating, body
REVIEWS = [
    (0, "ada", 5, "Read it in a night, with the lamp on."),
    (2, "ada", 4, "Badly done, indeed? Not at all."),
    (2, "grace", 5, "The best picnic in literature."),
    (7, "grace", 4, "Long, and worth each page."),
]

# customer, status, placed at, lines of (book, quantity)
ORDERS = [
    ("ada", Order.Status.SENT, (2024, 3, 1, 10, 30), [(0, 1), (2, 2)]),
    ("ada", Order.Status.PLACED, (2024, 3, 9, 16, 5), [(7, 1)]),
    ("grace", Order.Status.CANCELLED, (2024, 2, 14, 8, 0), [(3, 1), (8, 1)]),
]


@functools.cache
def hashed_password():
    """Hashing is slow on purpose, so once has to do for all accounts and test cases."""
    return make_password(PASSWORD, salt="only-for-local-development")


class Command(BaseCommand):
    help = "Fill the shop with the books, readers and orders that development and tests rely on."

    @transaction.atomic
    def handle(self, *args, **options):
        users = self.seed_users()
        books = self.seed_books()
        self.seed_reviews(books, users)
        self.seed_orders(books, users)
        self.stdout.write(f"{len(books)} books, {len(users)} users, {len(ORDERS)} orders")

    def seed_users(self):
        users = {}
        for name, first, last, is_staff in USERS:
            users[name], _ = User.objects.update_or_create(
                username=name,
                defaults={
                    "first_name": first,
                    "last_name": last,
                    "email": f"{name}@example.com",
                    "is_staff": is_staff,
                    "is_superuser": is_staff,
                    "password": hashed_password(),
                    "date_joined": datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc),
                },
            )
        return users

    def seed_books(self):
        publishers = [
            Publisher.objects.update_or_create(name=name, defaults={"city": city})[0]
            for name, city in PUBLISHERS
        ]
        authors = [
            Author.objects.update_or_create(
                slug=slug, defaults={"name": name, "born": born, "biography": biography}
            )[0]
            for name, slug, born, biography in AUTHORS
        ]
        categories = [
            Category.objects.update_or_create(slug=slug, defaults={"name": name, "position": n})[0]
            for n, (name, slug) in enumerate(CATEGORIES)
        ]
        books = []
        for title, slug, isbn, author, publisher, shelves, price, published_on, stock in BOOKS:
            book, _ = Book.objects.update_or_create(
                isbn=isbn,
                defaults={
                    "title": title,
                    "slug": slug,
                    "author": authors[author],
                    "publisher": publishers[publisher],
                    "price": Decimal(price),
                    "published_on": datetime.date(*published_on),
                    "stock": stock,
                    "blurb": f"{title}, in the edition of {publishers[publisher].name}.",
                    "is_published": True,
                },
            )
            book.categories.set(categories[index] for index in shelves)
            books.append(book)
        return books

    def seed_reviews(self, books, users):
        for day, (book, reader, rating, body) in enumerate(REVIEWS, start=1):
            review, _ = Review.objects.update_or_create(
                book=books[book],
                reader=users[reader],
                defaults={"rating": rating, "body": body},
            )
            Review.objects.filter(pk=review.pk).update(written_on=datetime.date(2024, 2, day))

    def seed_orders(self, books, users):
        for pk, (customer, status, placed_at, lines) in enumerate(ORDERS, start=1):
            order, _ = Order.objects.update_or_create(
                pk=pk,
                defaults={
                    "customer": users[customer],
                    "status": status,
                    "placed_at": datetime.datetime(*placed_at, tzinfo=datetime.timezone.utc),
                    "address": "12 Station Road\nMarlow",
                },
            )
            for book, quantity in lines:
                OrderLine.objects.update_or_create(
                    order=order,
                    book=books[book],
                    defaults={"quantity": quantity, "unit_price": books[book].price},
                )
        WishlistItem.objects.get_or_create(customer=users["ada"], book=books[5])
