from io import StringIO
from tempfile import TemporaryDirectory

from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from articles.models import Article, Subscriber
from articles.tests.rows import User, make_article, make_reporter, make_section
from media.models import Upload


class DeskTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reporter = make_reporter()
        cls.trainee = make_reporter("trainee")
        cls.draft = make_article("Parking rules", cls.reporter, published=False)
        cls.reporter.user_permissions.add(Permission.objects.get(codename="change_article"))

    def setUp(self):
        self.client.force_login(self.reporter)

    def test_desk_is_closed_to_the_public(self):
        self.client.logout()
        for name in ["desk", "create"]:
            url = reverse(f"articles:{name}")
            self.assertRedirects(self.client.get(url), f"/accounts/login/?next={url}")

    def test_desk_lists_own_drafts(self):
        self.assertContains(self.client.get(reverse("articles:desk")), "Parking rules")
        self.client.force_login(self.trainee)
        self.assertNotContains(self.client.get(reverse("articles:desk")), "Parking rules")

    def test_writing_an_article(self):
        fields = {"headline": "New bus", "section": make_section().pk, "body": "Red."}
        response = self.client.post(reverse("articles:create"), fields)
        self.assertRedirects(response, reverse("articles:desk"))
        self.assertEqual(Article.objects.get(slug="new-bus").author, self.reporter)
        response = self.client.post(reverse("articles:create"), fields)
        self.assertContains(response, "this headline already")

    def test_changing_takes_permission(self):
        url = reverse("articles:update", args=[self.draft.pk])
        self.assertContains(self.client.get(url), "Parking rules")
        self.client.force_login(self.trainee)
        self.assertEqual(self.client.get(url).status_code, 403)

    def test_publishing_tells_the_subscribers_once(self):
        Subscriber.objects.create(email="ada@x.example")
        url = reverse("articles:publish", args=[self.draft.pk])
        for _ in range(2):
            with self.captureOnCommitCallbacks(execute=True):
                response = self.client.post(url)
            self.assertRedirects(response, self.draft.get_absolute_url())
        self.assertEqual([m.subject for m in mail.outbox], ["Money: Parking rules"])

    def test_publishing_takes_permission(self):
        self.client.force_login(self.trainee)
        url = reverse("articles:publish", args=[self.draft.pk])
        self.assertEqual(self.client.post(url).status_code, 302)
        self.draft.refresh_from_db()
        self.assertEqual(self.draft.status, Article.Status.DRAFT)


class SeedTests(TestCase):
    def test_seeding_twice_changes_nothing(self):
        with TemporaryDirectory() as folder, self.settings(MEDIA_ROOT=folder):
            for _ in range(2):
                call_command("seed", stdout=StringIO())
            self.assertEqual(Upload.objects.first().file.size, 1000)
        self.assertEqual(Article.objects.count(), 7)
        self.assertEqual(User.objects.count(), 2)
        self.assertTrue(self.client.login(username="editor", password="press"))
