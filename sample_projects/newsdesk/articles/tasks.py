from django.core.mail import send_mail
from django.db.models import F

from articles.models import Article, Subscriber
from jobs.queue import shared_task


@shared_task
def count_read(article_id):
    Article.objects.filter(pk=article_id).update(reads=F("reads") + 1)


@shared_task
def send_welcome(subscriber_id):
    subscriber = Subscriber.objects.get(pk=subscriber_id)
    send_mail(
        "Welcome to the morning briefing",
        f"You will get the {subscriber.edition.upper()} edition at seven.",
        None,
        [subscriber.email],
    )


@shared_task
def announce(article_id):
    """Tell the subscribers that an article is out."""
    article = Article.objects.select_related("section").get(pk=article_id)
    for email in Subscriber.objects.values_list("email", flat=True):
        send_mail(f"{article.section}: {article.headline}", article.standfirst, None, [email])
