"""Responses that are written while they are sent."""

import json
import time

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from articles.exports import csv_lines
from articles.models import Article


def archive_csv(request):
    """Everything ever published, for the archive of the national library."""
    articles = Article.objects.published().order_by("pk")
    return StreamingHttpResponse(
        csv_lines(articles),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="archive.csv"'},
    )


def press_kit(request):
    path = settings.BASE_DIR / "assets" / "press-kit.txt"
    return FileResponse(open(path, "rb"), as_attachment=True, filename="newsdesk-press-kit.txt")


def live_events(request, slug):
    """The live blog as server-sent events; the browser reconnects when a stream ends."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    last_id = request.headers.get("Last-Event-ID", "")
    response = StreamingHttpResponse(
        event_stream(article, int(last_id) if last_id.isdigit() else 0),
        content_type="text/event-stream",
    )
    response["Cache-Control"] = "no-cache"
    return response


def event_stream(article, last_id):
    for _ in range(settings.LIVE_STREAM_ROUNDS):
        for entry in article.live_entries.filter(pk__gt=last_id).order_by("pk"):
            last_id = entry.pk
            yield f"id: {entry.pk}\ndata: {json.dumps({'text': entry.text})}\n\n"
        time.sleep(settings.LIVE_STREAM_INTERVAL)
    yield ": end\n\n"
