from dataclasses import dataclass
from decimal import Decimal

from catalogue.models import Book

SESSION_KEY = "basket"


@dataclass(frozen=True)
class BasketLine:
    book: Book
    quantity: int

    @property
    def total(self) -> Decimal:
        return self.book.price * self.quantity


class Basket:
    """The books that a visitor has picked, kept in the session as {isbn: quantity}."""

    def __init__(self, session):
        self.session = session
        self.quantities = session.get(SESSION_KEY, {})

    def __len__(self):
        return sum(self.quantities.values())

    def add(self, book, quantity=1):
        self.quantities[book.isbn] = self.quantities.get(book.isbn, 0) + quantity
        self.session[SESSION_KEY] = self.quantities

    def remove(self, isbn):
        self.quantities.pop(isbn, None)
        self.session[SESSION_KEY] = self.quantities

    def clear(self):
        self.session.pop(SESSION_KEY, None)
        self.quantities = {}

    def lines(self):
        books = Book.objects.filter(isbn__in=self.quantities).select_related("author")
        return [BasketLine(book, self.quantities[book.isbn]) for book in books]

    def total(self):
        return sum((line.total for line in self.lines()), Decimal("0.00"))
