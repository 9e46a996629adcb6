from django.test import TestCase, override_settings
from django.urls import reverse

from notifications.models import Notification
from tickets import services
from tickets.testing import make_agent, make_customer, make_ticket


class SignalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.customer = make_customer()
        cls.agent = make_agent()
        cls.ticket = make_ticket(cls.customer)

    def texts(self, user):
        return [n.text for n in Notification.objects.filter(recipient=user).order_by("pk")]

    def test_assigning_tells_the_agent_once(self):
        ticket = services.assign(self.ticket.pk, self.agent)
        ticket.save()
        self.assertEqual(self.texts(self.agent.user), [f"#{ticket.pk} was assigned to you"])

    def test_comments_tell_the_others(self):
        ticket = services.assign(self.ticket.pk, self.agent)
        services.add_comment(ticket, self.agent.user, "Hello")
        self.assertEqual(self.texts(self.customer), [f"nadia commented on #{ticket.pk}"])
        services.add_comment(ticket, self.customer, "Hello back")
        self.assertIn(f"customer commented on #{ticket.pk}", self.texts(self.agent.user))

    def test_closing_tells_the_requester(self):
        services.close(self.ticket, by=self.agent.user)
        self.assertEqual(self.texts(self.customer), [f"#{self.ticket.pk} was closed"])


@override_settings(NOTIFICATION_WAIT_SECONDS=0.05, NOTIFICATION_WAIT_INTERVAL=0.01)
class NotificationViewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.agent = make_agent()
        cls.ticket = make_ticket(make_customer())
        services.assign(cls.ticket.pk, cls.agent)
        cls.notification = Notification.objects.get()

    def setUp(self):
        self.client.force_login(self.agent.user)

    def test_everything_needs_a_login(self):
        self.client.logout()
        for name in ["list", "poll", "wait"]:
            self.assertEqual(self.client.get(reverse(f"notifications:{name}")).status_code, 302)

    def test_page_and_badge(self):
        response = self.client.get(reverse("notifications:list"))
        self.assertContains(response, f"#{self.ticket.pk} was assigned to you")
        self.assertContains(response, '<b id="unread">1</b>')

    def test_poll_lists_unread_notifications(self):
        with self.assertNumQueries(4):  # session, user, count, notifications
            answer = self.client.get(reverse("notifications:poll")).json()
        self.assertEqual(answer["unread"], 1)
        self.assertEqual(answer["notifications"][0]["url"], f"/tickets/{self.ticket.pk}/")

    def test_wait_answers_at_once_when_there_is_something_new(self):
        answer = self.client.get(reverse("notifications:wait")).json()
        self.assertEqual([n["id"] for n in answer["notifications"]], [self.notification.pk])

    def test_wait_gives_up_after_a_while(self):
        url = reverse("notifications:wait")
        answer = self.client.get(url, {"after": self.notification.pk}).json()
        self.assertEqual(answer, {"notifications": []})
        self.assertEqual(self.client.get(url, {"after": "soon"}).status_code, 400)

    def test_reading_one_leads_to_its_ticket(self):
        response = self.client.post(reverse("notifications:mark-read", args=[self.notification.pk]))
        self.assertRedirects(response, self.ticket.get_absolute_url())
        self.assertFalse(Notification.objects.unread().exists())

    def test_reading_all(self):
        url = reverse("notifications:mark-all-read")
        self.assertEqual(self.client.post(url).json(), {"marked": 1})
        self.assertEqual(self.client.post(url).json(), {"marked": 0})
        self.assertEqual(self.client.get(url).status_code, 405)
