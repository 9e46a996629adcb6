import time

from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.urls import reverse
from django.utils.functional import cached_property


@receiver(connection_created)
def teach_to_nap(connection, **kwargs):
    """The slow query of the cases: ``SELECT nap(seconds)``."""
    connection.connection.create_function("nap", 1, lambda seconds: time.sleep(seconds) or 1)


class Author(models.Model):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class Publisher(models.Model):
    name = models.CharField(max_length=50)
    city = models.CharField(max_length=50, default="Rome")


class LoudTagManager(models.Manager):
    def create(self, **kwargs):
        kwargs["name"] = kwargs["name"].upper()
        return super().create(**kwargs)


class Tag(models.Model):
    name = models.CharField(max_length=50)

    objects = LoudTagManager()


class BookQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def cheapest(self):
        return self.order_by("price").first()


class Book(models.Model):
    title = models.CharField(max_length=50)
    price = models.IntegerField(default=10)
    stock = models.IntegerField(default=5)
    is_published = models.BooleanField(default=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    publisher = models.ForeignKey(Publisher, on_delete=models.SET_NULL, null=True, blank=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="books")

    objects = BookQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.title} by {self.author}"

    def get_absolute_url(self):
        return reverse("book", args=[self.pk])

    @property
    def label(self):
        return f"{self.author.name}: {self.title}"

    @property
    def is_cheap(self):
        return self.price < 15

    def rating(self):
        reviews = list(self.reviews.all())
        return sum(review.rating for review in reviews) / len(reviews) if reviews else 0


class Review(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="reviews")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True)
    text = models.CharField(max_length=100, default="")
    rating = models.IntegerField(default=3)

    class Meta:
        ordering = ["id"]


class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    motto = models.CharField(max_length=100, default="")


class Order(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="orders")
    total = models.IntegerField(default=0)
    note = models.CharField(max_length=100, default="")

    def save(self, *args, **kwargs):
        self.note = self.note.strip()
        super().save(*args, **kwargs)


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    book = models.ForeignKey(Book, on_delete=models.CASCADE)
    quantity = models.IntegerField(default=1)


class Note(models.Model):
    text = models.CharField(max_length=50)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.IntegerField()
    about = GenericForeignKey()
    attachment = models.FileField(blank=True)


class Shelf(models.Model):
    name = models.CharField(max_length=50)
    keeper = models.ForeignKey(Author, on_delete=models.CASCADE)
    notes = GenericRelation(Note)

    def get_absolute_url(self):
        return f"/{self.keeper.name}/{self.pk}/"


class FirstBook:
    """The first book in a box, as an attribute of the box."""

    def __get__(self, box, owner=None):
        return self if box is None else box.books.first()


class Box(models.Model):
    name = models.CharField(max_length=50)
    books = models.ManyToManyField(Book, related_name="boxes")
    first = FirstBook()

    def __format__(self, specification):
        return format(self.books.count(), specification)

    def __repr__(self):
        return f"<{', '.join(book.title for book in self.books.all())}>"

    def __bool__(self):
        return self.books.exists()

    def __len__(self):
        return self.books.count()

    def __iter__(self):
        return iter(list(self.books.all()))

    def __contains__(self, title):
        return self.books.filter(title=title).exists()

    def __eq__(self, other):
        return isinstance(other, Box) and len(self) == len(other)

    __hash__ = models.Model.__hash__

    @cached_property
    def titles(self):
        return [book.title for book in self.books.all()]


class Named(models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def described(self):
        return f"<{self}>"

    def labelled(self):
        return f"{self.label}!"

    @property
    def label(self):
        return self.name


class Town(Named):
    founder = models.ForeignKey(Author, on_delete=models.CASCADE)

    def __str__(self):
        return f"{self.name} of {self.founder.name}"

    @property
    def label(self):
        return self.founder.name


class House(models.Model):
    name = models.CharField(max_length=50)
    owner = models.ForeignKey(Author, on_delete=models.CASCADE)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/{self.pk}/"

    @property
    def label(self):
        return self.name

    def sign(self):
        return self.name.upper()


class Inn(House):
    rooms = models.IntegerField(default=1)

    def __str__(self):
        return f"{self.name} of {self.owner.name}"

    def get_absolute_url(self):
        return f"/{self.owner.name}/"

    @property
    def label(self):
        return self.owner.name

    def sign(self):
        return self.owner.name.upper()


class Receipt(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE)

    def __getstate__(self):
        return {**super().__getstate__(), "author": self.book.author.name}


def next_number():
    return Ticket.objects.count() + 1


def count_books():
    return Book.objects.count()


def only_cheap():
    return {"price__lt": 10 + Ticket.objects.count()}


class NumberField(models.IntegerField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", next_number)
        super().__init__(*args, **kwargs)


class Numbered(models.Model):
    number = models.IntegerField(default=next_number)

    class Meta:
        abstract = True


class Ticket(Numbered):
    text = models.CharField(max_length=50, default=str)
    shelf_mark = models.IntegerField(default=count_books)


class Voucher(Numbered):
    number = models.IntegerField(default=3)
    text = models.CharField(max_length=50, default="paid")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, null=True, limit_choices_to=only_cheap)


class Coupon(models.Model):
    number = NumberField()
