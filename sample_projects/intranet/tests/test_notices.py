from pathlib import Path

from django.urls import reverse

from notices.models import Notice

from .cases import IntranetTestCase


class NoticeTests(IntranetTestCase):
    def publish(self):
        return self.client.post(
            reverse("notices:create"),
            {
                "title": "Fire drill",
                "slug": "fire-drill",
                "body": "On Friday.",
                "published_on": "2024-06-03",
            },
            follow=True,
        )

    def test_a_notice_is_new_until_it_is_read(self):
        self.client.force_login(self.nina)
        self.assertEqual(self.client.get(reverse("notices:unread")).json(), {"unread": 4})
        self.client.get(reverse("notices:detail", args=["car-park"]))
        self.assertEqual(self.client.get(reverse("notices:unread")).json(), {"unread": 3})
        self.assertContains(self.client.get(reverse("notices:list")), ", new", count=3)

    def test_pinned_notices_stand_on_every_page(self):
        self.client.force_login(self.nina)
        self.assertContains(self.client.get(reverse("people:directory")), "Summer party")

    def test_whoever_publishes_a_notice_is_its_author(self):
        self.client.force_login(self.eva)
        self.assertContains(self.publish(), "Fire drill is published.")
        self.assertEqual(Notice.objects.get(slug="fire-drill").created_by, self.eva)

    def test_publishing_needs_a_permission(self):
        self.client.force_login(self.nina)
        self.assertEqual(self.publish().status_code, 403)

    def test_the_ticker_notices_what_is_published_and_withdrawn(self):
        self.client.force_login(self.eva)
        url = reverse("notices:ticker")
        self.assertEqual(self.client.get(url).json()["titles"][0], "Summer party")
        self.publish()
        self.assertEqual(self.client.get(url).json()["titles"][0], "Fire drill")
        self.client.post(reverse("notices:withdraw", args=["fire-drill"]))
        self.assertEqual(self.client.get(url).json()["titles"][0], "Summer party")

    def test_latest(self):
        self.assertEqual(
            self.client.get(reverse("notices:latest")).json(),
            {"notice": "Summer party", "author": "Eva Lind"},
        )


class PolicyTests(IntranetTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.nina)

    def test_they_can_be_downloaded(self):
        self.assertContains(self.client.get(reverse("notices:policies")), "Leave, revision 7")
        response = self.client.get(reverse("notices:policy", args=["leave"]))
        self.assertEqual(response["Content-Disposition"], 'attachment; filename="leave.txt"')
        self.assertIn(b"Thirty days a year", b"".join(response.streaming_content))

    def test_a_missing_document_is_not_found(self):
        with self.settings(POLICY_DOCUMENTS=Path("no-such-folder")):
            response = self.client.get(reverse("notices:policy", args=["leave"]))
        self.assertEqual(response.status_code, 404)
