from django.core import mail
from django.core.cache import cache
from django.test import RequestFactory, TestCase
from django.urls import reverse

from articles.models import Subscriber
from articles.tests.rows import make_article, make_reporter, make_section
from articles.views.pages import search
from jobs.models import QueuedJob


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reporter = make_reporter()
        cls.sport = make_section("Sport")
        cls.article = make_article("Profits rise", cls.reporter, reads=5)
        cls.goal = make_article("Late goal", cls.reporter, section=cls.sport, reads=9)
        cls.draft = make_article("Secret", cls.reporter, published=False)

    def setUp(self):
        cache.clear()

    def test_home_shows_published_articles_only(self):
        response = self.client.get(reverse("articles:home"))
        self.assertContains(response, "Late goal")
        self.assertContains(response, "Profits rise")
        self.assertNotContains(response, "Secret")

    def test_lists(self):
        self.assertContains(self.client.get(reverse("articles:list")), "Profits rise")
        response = self.client.get(reverse("articles:section", args=["sport"]))
        self.assertContains(response, "Late goal")
        self.assertNotContains(response, "Profits rise")
        self.assertEqual(self.client.get("/sections/weather/").status_code, 404)

    def test_detail_counts_the_read(self):
        response = self.client.get(self.article.get_absolute_url())
        self.assertContains(response, "Rob Porter, Money")
        self.article.refresh_from_db()
        self.assertEqual(self.article.reads, 6)
        self.assertEqual(self.client.get(self.draft.get_absolute_url()).status_code, 404)

    def test_detail_leaves_counting_to_the_worker_if_there_is_one(self):
        with self.settings(JOBS_EAGER=False):
            self.client.get(self.article.get_absolute_url())
        job = QueuedJob.objects.get()
        self.assertEqual(job.name, "articles.tasks.count_read")
        self.assertEqual(job.arguments, {"args": [self.article.pk], "kwargs": {}})

    def test_search_wants_all_words(self):
        url = reverse("articles:search")
        self.assertContains(self.client.get(url, {"q": "late goal"}), "Late goal")
        self.assertContains(self.client.get(url, {"q": "late profits"}), "Nothing found.")

    def test_search_works_without_middleware(self):
        response = search(RequestFactory().get("/search/", {"q": "rise"}))
        self.assertContains(response, "Profits rise")

    def test_section_index_is_cached(self):
        url = reverse("articles:sections")
        self.assertContains(self.client.get(url), "Sport</a> (1)")
        make_article("Own goal", self.reporter, section=self.sport)
        self.assertContains(self.client.get(url), "Sport</a> (1)")
        cache.clear()
        self.assertContains(self.client.get(url), "Sport</a> (2)")

    def test_cached_section_index_is_not_shared_between_visitors(self):
        url = reverse("articles:sections")
        self.client.force_login(self.reporter)
        self.assertContains(self.client.get(url), "Log out")
        self.client.logout()
        self.assertNotContains(self.client.get(url), "Log out")

    def test_most_read_is_cached(self):
        url = reverse("articles:most-read")
        first = self.client.get(url).json()
        self.assertEqual([a["headline"] for a in first["articles"]], ["Late goal", "Profits rise"])
        with self.assertNumQueries(0):
            self.assertEqual(self.client.get(url).json(), first)

    def test_article_json(self):
        other = make_article("Profits fall", self.reporter)
        answer = self.client.get(reverse("articles:json", args=["profits-rise"])).json()
        self.assertEqual(answer["byline"], "Rob Porter, Money")
        self.assertEqual(answer["related"], [other.get_absolute_url()])

    def test_feed(self):
        response = self.client.get(reverse("articles:feed"))
        self.assertEqual(response["Content-Type"], "application/rss+xml; charset=utf-8")
        self.assertContains(response, "<title>Late goal</title>")

    def test_edition_is_remembered(self):
        response = self.client.get(reverse("articles:home"), {"edition": "us"})
        self.assertEqual(response["X-Edition"], "us")
        self.assertEqual(self.client.get(reverse("articles:home"))["X-Edition"], "us")
        self.assertEqual(self.client.get("/", {"edition": "mars"})["X-Edition"], "uk")


class SubscriptionTests(TestCase):
    url = "/subscribe/"

    def test_subscribing_sends_a_welcome(self):
        response = self.client.post(self.url, {"email": "Ada@x.example", "edition": "us"})
        self.assertRedirects(response, reverse("articles:home"))
        self.assertEqual(Subscriber.objects.get().email, "ada@x.example")
        self.assertIn("US edition", mail.outbox[0].body)

    def test_subscribing_twice_is_an_error(self):
        Subscriber.objects.create(email="ada@x.example")
        response = self.client.post(self.url, {"email": "ada@x.example", "edition": "uk"})
        self.assertContains(response, "on the list already")

    def test_numbers(self):
        Subscriber.objects.create(email="a@x.example", edition="us")
        Subscriber.objects.create(email="b@x.example", edition="uk")
        answer = self.client.get(reverse("articles:subscribers")).json()
        self.assertEqual(answer, {"editions": {"uk": 1, "us": 1}, "total": 2})
