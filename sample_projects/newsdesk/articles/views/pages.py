"""What readers see."""

from django.contrib import messages
from django.core.cache import cache
from django.db import IntegrityError
from django.db.models import Count, Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_cookie
from django.views.generic import DetailView, ListView, TemplateView

from articles.forms import SubscribeForm
from articles.models import Article, Section, Subscriber
from articles.tasks import count_read, send_welcome

MOST_READ_SECONDS = 60


class HomeView(TemplateView):
    template_name = "articles/home.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        latest = Article.objects.published().with_people()
        context["lead"] = latest.first()
        context["articles"] = latest[1:7]
        context["form"] = SubscribeForm(initial={"edition": self.request.edition})
        return context


class ArticleListView(ListView):
    template_name = "articles/list.html"
    context_object_name = "articles"
    paginate_by = 10

    def get_queryset(self):
        return Article.objects.published().with_people()


class SectionView(ArticleListView):
    def get_queryset(self):
        self.section = get_object_or_404(Section, slug=self.kwargs["slug"])
        return super().get_queryset().filter(section=self.section)

    def get_context_data(self, **kwargs):
        return super().get_context_data(section=self.section, **kwargs)


class ArticleDetailView(DetailView):
    template_name = "articles/detail.html"

    def get_queryset(self):
        return Article.objects.published().with_people()

    def get_object(self, queryset=None):
        article = super().get_object(queryset)
        count_read.delay(article.pk)
        return article


def search(request):
    words = request.GET.get("q", "").strip()
    articles = Article.objects.none()
    if words:
        articles = Article.objects.published().with_people().matching(words)[:20]
    return render(request, "articles/search.html", {"words": words, "articles": articles})


@cache_page(300)
@vary_on_cookie
def section_index(request):
    """All sections with the number of articles; changes rarely, so the page is cached."""
    counted = Section.objects.annotate(
        published=Count("articles", filter=Q(articles__status=Article.Status.PUBLISHED))
    )
    return render(request, "articles/sections.html", {"counted": counted})


def most_read(request):
    """The box in the margin, fetched by the page."""
    box = cache.get("most-read")
    if box is None:
        popular = Article.objects.published().order_by("-reads", "pk")[:5]
        box = [{"headline": a.headline, "url": a.get_absolute_url()} for a in popular]
        cache.set("most-read", box, MOST_READ_SECONDS)
    return JsonResponse({"articles": box})


def article_json(request, slug):
    """An article for the phone app."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    related = Article.objects.published().filter(section=article.section).exclude(pk=article.pk)
    return JsonResponse(
        {
            "headline": article.headline,
            "byline": article.byline,
            "published": article.published_at.isoformat(),
            "body": article.body,
            "related": [other.get_absolute_url() for other in related[:3]],
        }
    )


def subscribe(request):
    form = SubscribeForm(request.POST or None, initial={"edition": request.edition})
    if request.method == "POST" and form.is_valid():
        try:
            subscriber = Subscriber.objects.create(**form.cleaned_data)
        except IntegrityError:
            messages.info(request, "This address is on the list already.")
        else:
            send_welcome.delay(subscriber.pk)
            messages.success(request, "Welcome! Look into your mailbox.")
        return redirect("articles:home")
    return render(request, "articles/subscribe.html", {"form": form})


class SubscriberCountView(View):
    """Public numbers for the advertising department."""

    def get(self, request):
        editions = Subscriber.objects.values("edition").annotate(count=Count("pk"))
        counts = {row["edition"]: row["count"] for row in editions.order_by("edition")}
        return JsonResponse({"editions": counts, "total": sum(counts.values())})
