from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone


class Section(models.Model):
    name = models.CharField(max_length=60)
    slug = models.SlugField(unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:section", args=[self.slug])


class ArticleQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Article.Status.PUBLISHED)

    def with_people(self):
        return self.select_related("section", "author")

    def matching(self, words):
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(headline__icontains=word) | models.Q(body__icontains=word)
            )
        return found


class Article(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    headline = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="articles")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="articles"
    )
    standfirst = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    reads = models.PositiveIntegerField(default=0, editable=False)
    wire_id = models.CharField(max_length=40, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("articles:detail", args=[self.slug])

    @property
    def byline(self):
        return f"{self.author.get_full_name()}, {self.section.name}"


class LiveEntry(models.Model):
    """One paragraph of an article's live blog."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="live_entries")
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name_plural = "live entries"

    def __str__(self):
        return self.text[:60]


class Subscriber(models.Model):
    email = models.EmailField(unique=True)
    edition = models.CharField(max_length=10, default="uk")
    subscribed_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.email
