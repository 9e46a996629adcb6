from threading import Thread

from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import TestCase, override_settings
from django.urls import reverse

from articles.models import Article
from articles.tests.rows import make_reporter, make_section
from wire.stub import StubServer


class WireIsUpTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        server = StubServer()
        Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        cls.enterClassContext(override_settings(WIRE_BASE_URL=server.url))

    def setUp(self):
        cache.clear()

    def test_briefing_gathers_three_answers(self):
        response = self.client.get(reverse("wire:briefing"), {"edition": "us", "city": "leeds"})
        self.assertContains(response, "Senate passes budget")
        self.assertContains(response, "FTSE 100 8,412.3")
        self.assertContains(response, "Leeds: cloud, 9°")

    def test_weather(self):
        answer = self.client.get(reverse("wire:weather", args=["london"])).json()
        self.assertEqual(
            answer, {"available": True, "city": "london", "sky": "rain", "degrees": 11}
        )
        url = reverse("wire:weather", args=["atlantis"])
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_ticker_is_cached(self):
        url = reverse("wire:ticker")
        quotes = self.client.get(url).json()
        self.assertEqual(len(quotes["quotes"]), 2)
        with self.settings(WIRE_BASE_URL="http://127.0.0.1:9"):
            self.assertEqual(self.client.get(url).json(), quotes)

    def test_claims(self):
        url = reverse("wire:claims")
        answer = self.client.get(url, {"claim": "The moon is cheese"}).json()
        self.assertEqual(answer["verdict"], "false")
        self.assertEqual(self.client.post(url, {"claim": "x"}).json()["verdict"], "unproven")
        self.assertEqual(self.client.get(url).status_code, 400)

    def test_status(self):
        self.assertEqual(self.client.get(reverse("wire:status")).json(), {"wire": "up", "queue": 3})

    def test_import_makes_one_draft(self):
        reporter = make_reporter()
        reporter.user_permissions.set(
            Permission.objects.filter(codename__in=["add_article", "change_article"])
        )
        make_section()
        self.client.force_login(reporter)
        for _ in range(2):
            response = self.client.post(reverse("wire:import", args=["w-1951"]))
            article = Article.objects.get()
            self.assertRedirects(response, reverse("articles:update", args=[article.pk]))
        self.assertEqual(article.status, Article.Status.DRAFT)
        response = self.client.post(reverse("wire:import", args=["w-0"]), follow=True)
        self.assertContains(response, "The wire does not have this story.")


@override_settings(WIRE_BASE_URL="http://127.0.0.1:9", WIRE_RETRY_PAUSE=0.01)
class WireIsDownTests(TestCase):
    def setUp(self):
        cache.clear()

    def get(self, name, *args, **query):
        return self.client.get(reverse(f"wire:{name}", args=args), query)

    def test_pages_do_without(self):
        with self.assertLogs("wire", "WARNING"):
            self.assertContains(self.get("briefing"), "The wire is quiet.")
            self.assertEqual(self.get("ticker").json(), {"quotes": []})
            self.assertEqual(self.get("status").json(), {"wire": "down"})
            self.assertEqual(self.get("claims", claim="x").json()["verdict"], "unavailable")
        weather = self.get("weather", "london").json()
        self.assertEqual(weather, {"city": "london", "available": False})
