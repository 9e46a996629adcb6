from datetime import datetime, timezone

from django.contrib.auth import get_user_model
from django.utils.text import slugify

from articles.models import Article, Section

User = get_user_model()

PUBLISHED_AT = datetime(2025, 4, 2, 6, 0, tzinfo=timezone.utc)


def make_section(name="Money"):
    return Section.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def make_reporter(username="reporter"):
    return User.objects.create_user(username, first_name="Rob", last_name="Porter")


def make_article(headline, author, published=True, **values):
    return Article.objects.create(
        headline=headline,
        slug=slugify(headline),
        author=author,
        section=values.pop("section", None) or make_section(),
        body=values.pop("body", "One two three."),
        status=Article.Status.PUBLISHED if published else Article.Status.DRAFT,
        published_at=PUBLISHED_AT if published else None,
        **values,
    )
