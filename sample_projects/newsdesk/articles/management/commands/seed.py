"""Demo content with fixed dates. Running it again changes nothing."""

from datetime import datetime, timezone

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify

from articles.models import Article, LiveEntry, Section, Subscriber
from media.models import Upload

User = get_user_model()

PASSWORD = "press"


def on(day, hour=6, minute=0):
    return datetime(2025, 4, day, hour, minute, tzinfo=timezone.utc)


SECTIONS = ["Home news", "World", "Money", "Culture", "Sport"]

ARTICLES = [
    # section, headline, standfirst, body, published (None for drafts), reads
    (
        "Home news",
        "Council votes to keep the harbour ferry",
        "After a night of debate the line to the islands stays.",
        "The council decided with 21 votes to 18 to pay for the ferry until 2030.\n\n"
        "Islanders had handed over 4,000 signatures.",
        on(14, 5, 30),
        1830,
    ),
    (
        "Money",
        "Chip maker opens second plant",
        "Six hundred jobs come to the valley.",
        "The plant in the valley is to make sensors for cars.\n\nUnions want a say in the shifts.",
        on(13, 7),
        940,
    ),
    (
        "World",
        "River treaty signed after twenty years",
        "Three countries agree on who may build dams.",
        "Ministers signed the treaty on a boat in the middle of the river.",
        on(12, 16, 45),
        1210,
    ),
    (
        "Culture",
        "A museum of unfinished novels",
        "Drawers full of first chapters find a home.",
        "Anybody may bring a manuscript, as long as it has no end.",
        on(11, 9),
        2650,
    ),
    (
        "Sport",
        "Goalkeeper scores from own box",
        "The wind helped, she says.",
        "In the 88th minute the ball bounced once and went in.",
        on(10, 21, 15),
        3120,
    ),
    (
        "Home news",
        "Night buses return in May",
        "Every half hour, at last.",
        "The buses stopped running five years ago. Drivers have been hired.",
        on(9, 6),
        400,
    ),
    (
        "Home news",
        "What the new parking rules mean",
        "Draft, numbers still to be checked.",
        "Residents pay less, visitors pay more.",
        None,
        0,
    ),
]

LIVE_ENTRIES = [
    (on(13, 21, 5), "The mayor opens the meeting."),
    (on(13, 22, 40), "First speakers for the islanders."),
    (on(14, 0, 55), "The vote: 21 to 18. The ferry stays."),
]

CLIPS = [
    # title, file, status, progress, uploaded
    ("Harbour at dawn", "clips/harbour.webm", Upload.Status.DONE, 100, on(13, 8)),
    ("Interview with the mayor", "clips/mayor.webm", Upload.Status.RUNNING, 40, on(14, 9)),
]

SUBSCRIBERS = [("ada@readers.example", "uk"), ("grace@readers.example", "us")]


class Command(BaseCommand):
    help = "Fill the database with demo sections, articles, clips and users."

    @transaction.atomic
    def handle(self, *args, **options):
        self.user("editor", "Edda", "Torres", is_superuser=True)
        reporter = self.user("reporter", "Rob", "Porter", is_superuser=False)
        reporter.user_permissions.set(
            Permission.objects.filter(codename__in=["add_article", "change_article"])
        )
        sections = {
            name: Section.objects.get_or_create(
                slug=slugify(name), defaults={"name": name, "position": position}
            )[0]
            for position, name in enumerate(SECTIONS)
        }
        articles = [self.article(sections, reporter, *row) for row in ARTICLES]
        for at, text in LIVE_ENTRIES:
            LiveEntry.objects.get_or_create(
                article=articles[0], text=text, defaults={"created_at": at}
            )
        for row in CLIPS:
            self.clip(reporter, *row)
        for email, edition in SUBSCRIBERS:
            Subscriber.objects.get_or_create(
                email=email, defaults={"edition": edition, "subscribed_at": on(1)}
            )
        self.stdout.write(f"{len(articles)} articles in {len(sections)} sections")

    def user(self, username, first_name, last_name, is_superuser):
        user, _ = User.objects.get_or_create(
            username=username,
            defaults={
                "first_name": first_name,
                "last_name": last_name,
                "email": f"{username}@newsdesk.example",
                "is_staff": is_superuser,
                "is_superuser": is_superuser,
                "date_joined": on(1),
                "password": make_password(PASSWORD, salt=f"seed{username}"),
            },
        )
        return user

    def article(self, sections, author, section, headline, standfirst, body, published, reads):
        article, _ = Article.objects.get_or_create(
            slug=slugify(headline),
            defaults={
                "headline": headline,
                "section": sections[section],
                "author": author,
                "standfirst": standfirst,
                "body": body,
                "status": Article.Status.PUBLISHED if published else Article.Status.DRAFT,
                "created_at": published or on(8),
                "published_at": published,
                "reads": reads,
            },
        )
        return article

    def clip(self, owner, title, name, status, progress, uploaded):
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(f"{title}\n".encode() * 40))
        Upload.objects.get_or_create(
            title=title,
            defaults={
                "file": name,
                "owner": owner,
                "status": status,
                "progress": progress,
                "uploaded_at": uploaded,
            },
        )
