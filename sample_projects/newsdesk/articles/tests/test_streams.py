from django.test import TestCase, override_settings
from django.urls import reverse

from articles.models import LiveEntry
from articles.tests.rows import make_article, make_reporter


class StreamTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.article = make_article('Profits "rise"', make_reporter())

    def text(self, response):
        return b"".join(response).decode()

    def test_archive_has_a_line_for_each_published_article(self):
        make_article("Draft", self.article.author, published=False)
        response = self.client.get(reverse("articles:archive"))
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        self.assertEqual(
            self.text(response).splitlines(),
            [
                "id,headline,section,author,published,words",
                f'{self.article.pk},"Profits ""rise""",Money,reporter,2025-04-02,3',
            ],
        )

    def test_press_kit_is_a_download(self):
        response = self.client.get(reverse("articles:press-kit"))
        self.assertIn("newsdesk-press-kit.txt", response["Content-Disposition"])
        self.assertTrue(self.text(response).startswith("NEWSDESK"))

    @override_settings(LIVE_STREAM_ROUNDS=2, LIVE_STREAM_INTERVAL=0.01)
    def test_live_events_start_after_the_last_one_seen(self):
        first = LiveEntry.objects.create(article=self.article, text="Bell")
        second = LiveEntry.objects.create(article=self.article, text="Goal")
        url = reverse("articles:live", args=[self.article.slug])
        expected = f'id: {second.pk}\ndata: {{"text": "Goal"}}\n\n: end\n\n'
        response = self.client.get(url, headers={"Last-Event-ID": str(first.pk)})
        self.assertEqual(response["Content-Type"], "text/event-stream")
        self.assertEqual(self.text(response), expected)
        self.assertIn("Bell", self.text(self.client.get(url)))
