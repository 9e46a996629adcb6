from io import StringIO

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from catalogue.models import Author, Book, PageVisit


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("seed", stdout=StringIO())
        cls.ada = User.objects.get(username="ada")
        cls.grace = User.objects.get(username="grace")

    def test_home_shows_what_is_new(self):
        response = self.client.get(reverse("catalogue:home"))
        self.assertEqual(response.context["new_arrivals"][0].title, "Middlemarch")
        self.assertContains(response, "Novels (7)")

    def test_search_finds_by_title_and_author(self):
        response = self.client.get(reverse("catalogue:search"), {"q": "verne"})
        self.assertContains(response, "2 books")
        self.assertContains(response, "Around the Moon")

    def test_search_is_paginated(self):
        first = self.client.get(reverse("catalogue:search"))
        self.assertContains(first, "?page=2")
        second = self.client.get(reverse("catalogue:search"), {"page": 2})
        self.assertEqual(len(second.context["page"]), 4)

    def test_prices_are_shown_in_the_currency_that_was_picked(self):
        url = reverse("catalogue:book", args=["emma"])
        self.assertContains(self.client.get(url), "8.00 EUR")
        self.assertContains(self.client.get(url, {"currency": "GBP"}), "6.88 GBP")
        self.assertContains(self.client.get(url), "6.88 GBP")

    def test_every_page_says_how_long_it_took(self):
        response = self.client.get(reverse("imprint"))
        self.assertRegex(response.headers["Server-Timing"], r"^app;dur=\d+\.\d$")

    def test_visits_of_an_author_are_counted(self):
        url = reverse("catalogue:author", args=["jane-austen"])
        self.client.get(url)
        self.assertContains(self.client.get(url), "14 copies in stock")
        self.client.get(reverse("catalogue:author", args=["nobody"]))
        self.assertEqual(str(PageVisit.objects.get()), f"{url}: 2")

    def test_price_list(self):
        response = self.client.get(reverse("catalogue:prices"))
        lines = response.text.splitlines()
        self.assertEqual(lines[0], "isbn,title,author,price")
        self.assertEqual(lines[2], "9780000000031,Emma,Jane Austen,8.00")
        self.assertEqual(response.headers["Cache-Control"], "public, max-age=3600")

    def test_the_stock_report_is_for_staff(self):
        url = reverse("catalogue:stock-report")
        self.assertEqual(self.client.get(url).status_code, 404)
        self.client.force_login(self.grace)
        self.assertContains(self.client.get(url), "Lantern House")

    def test_a_reader_reviews_a_book_once(self):
        self.client.force_login(self.ada)
        url = reverse("catalogue:review", args=["persuasion"])
        self.assertContains(self.client.get(url), "Your review of Persuasion")
        response = self.client.post(url, {"rating": 3, "body": "Half hope."}, follow=True)
        self.assertContains(response, "Thank you for your review.")
        self.assertEqual(Book.objects.get(slug="persuasion").rating, 3)
        response = self.client.get(url, follow=True)
        self.assertContains(response, "reviewed this book already")

    def test_anonymous_visitors_cannot_edit_authors(self):
        url = reverse("catalogue:author-edit", args=["george-eliot"])
        self.assertRedirects(self.client.get(url), f"{reverse('accounts:login')}?next={url}")

    def test_authors_can_be_added_and_edited(self):
        self.client.force_login(self.ada)
        self.client.post(
            reverse("catalogue:author-create"),
            {"name": "Bram   Stoker", "slug": "bram-stoker", "born": 1847},
        )
        author = Author.objects.get(slug="bram-stoker")
        self.assertEqual(author.name, "Bram Stoker")
        response = self.client.post(
            reverse("catalogue:author-edit", args=[author.slug]),
            {"name": author.name, "slug": author.slug, "born": 1847, "biography": "Theatre."},
            follow=True,
        )
        self.assertContains(response, "Bram Stoker is up to date.")

    def test_seeding_twice_changes_nothing(self):
        call_command("seed", stdout=StringIO())
        self.assertEqual(Book.objects.count(), 10)
        self.assertEqual(User.objects.count(), 2)
