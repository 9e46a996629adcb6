from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Avg, Count, Q, Sum
from django.urls import reverse


class Publisher(models.Model):
    name = models.CharField(max_length=120, unique=True)
    city = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Author(models.Model):
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    born = models.PositiveSmallIntegerField()
    biography = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("catalogue:author", args=[self.slug])

    @property
    def copies_in_stock(self):
        return self.books.aggregate(total=Sum("stock"))["total"] or 0


class Category(models.Model):
    name = models.CharField(max_length=60)
    slug = models.SlugField(unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"

    def __str__(self):
        return self.name


class BookQuerySet(models.QuerySet):
    def on_sale(self):
        return self.filter(is_published=True)

    def in_category(self, slug):
        return self.filter(categories__slug=slug)

    def matching(self, text):
        return self.filter(
            Q(title__icontains=text) | Q(author__name__icontains=text) | Q(isbn=text)
        )


class BookManager(models.Manager.from_queryset(BookQuerySet)):
    def bestsellers(self, limit):
        sold = Count("order_lines", distinct=True)
        return self.on_sale().annotate(sold=sold).order_by("-sold", "title")[:limit]


class Book(models.Model):
    title = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    isbn = models.CharField("ISBN", max_length=13, unique=True)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="books")
    publisher = models.ForeignKey(Publisher, on_delete=models.PROTECT, related_name="books")
    categories = models.ManyToManyField(Category, related_name="books", blank=True)
    price = models.DecimalField(max_digits=7, decimal_places=2)
    published_on = models.DateField()
    stock = models.PositiveIntegerField(default=0)
    blurb = models.TextField(blank=True)
    is_published = models.BooleanField(default=True)
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True, editable=False)

    objects = BookManager()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return f"{self.title} by {self.author}"

    def get_absolute_url(self):
        return reverse("catalogue:book", args=[self.slug])

    @property
    def is_in_stock(self):
        return self.stock > 0

    @property
    def review_summary(self):
        found = self.reviews.aggregate(count=Count("pk"), average=Avg("rating"))
        return {"count": found["count"], "average": round(found["average"] or 0, 2)}


class Review(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="reviews")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews"
    )
    rating = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    body = models.TextField()
    written_on = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["-written_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["book", "reader"], name="one_review_per_reader")
        ]

    def __str__(self):
        return f"{self.reader} on {self.book.title}: {self.rating}/5"


class PageVisit(models.Model):
    path = models.CharField(max_length=200, unique=True)
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-visits", "path"]

    def __str__(self):
        return f"{self.path}: {self.visits}"
