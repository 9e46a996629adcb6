import requests
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.cache import cache
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views import View
from django.views.decorators.http import require_POST

from articles.models import Article, Section
from wire import client

CITIES = ["london", "leeds"]


def briefing(request):
    """Headlines, markets and weather on one page."""
    city = request.GET.get("city", CITIES[0])
    headlines = client.headlines(request.edition)
    quotes = client.markets()
    weather = client.forecast(city)
    return render(
        request,
        "wire/briefing.html",
        {"headlines": headlines, "quotes": quotes, "weather": weather, "cities": CITIES},
    )


def weather(request, city):
    """The weather box of the front page."""
    try:
        response = requests.get(
            f"{settings.WIRE_BASE_URL}/weather",
            params={"city": city},
            timeout=settings.WIRE_TIMEOUT,
        )
    except requests.ConnectionError:
        return JsonResponse({"city": city, "available": False})
    if response.status_code != 200:
        return JsonResponse({"city": city, "available": False}, status=404)
    return JsonResponse({"available": True, **response.json()})


def ticker(request):
    """Market quotes, asked for by every open page, so remembered for half a minute."""
    quotes = cache.get("ticker")
    if quotes is None:
        quotes = client.markets()
        if quotes:
            cache.set("ticker", quotes, 30)
    return JsonResponse({"quotes": quotes})


class ClaimView(View):
    """Ask the fact checkers: ``GET ?claim=`` for a quick look, POST from the form."""

    def get(self, request):
        claim = request.GET.get("claim", "")
        if not claim:
            return JsonResponse({"error": "claim is missing"}, status=400)
        return self.answer(claim)

    def post(self, request):
        return self.answer(request.POST.get("claim", ""))

    def answer(self, claim):
        verdict = client.check_claim(claim)
        return JsonResponse({"claim": claim, "verdict": verdict or "unavailable"})


class StatusView(View):
    def get(self, request):
        status = client.fetch("/status")
        if status is None:
            return JsonResponse({"wire": "down"})
        return JsonResponse({"wire": status["status"], "queue": status["queue"]})


@require_POST
@permission_required("articles.add_article")
def import_story(request, wire_id):
    """Fetch a story and keep it as a draft of the visitor."""
    story = client.fetch(f"/stories/{wire_id}")
    if story is None:
        messages.error(request, "The wire does not have this story.")
        return redirect("articles:desk")
    article, created = Article.objects.get_or_create(
        wire_id=wire_id,
        defaults={
            "headline": story["headline"],
            "slug": slugify(story["headline"]),
            "body": story["text"],
            "section": Section.objects.first(),
            "author": request.user,
        },
    )
    messages.success(request, "Imported." if created else "Imported already.")
    return redirect("articles:update", pk=article.pk)
