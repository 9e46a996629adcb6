from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from notifications.models import Notification
from tickets import services
from tickets.models import Comment, Ticket
from tickets.testing import User, make_agent, make_customer, make_ticket


class TicketPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.customer = make_customer()
        cls.stranger = make_customer("stranger")
        cls.agent = make_agent()
        cls.ticket = make_ticket(cls.customer)

    def test_anonymous_visitors_are_sent_to_the_login_page(self):
        for name, args in [("list", []), ("detail", [self.ticket.pk]), ("create", [])]:
            url = reverse(f"tickets:{name}", args=args)
            self.assertRedirects(self.client.get(url), f"/accounts/login/?next={url}")

    def test_customers_see_their_own_tickets_only(self):
        self.client.force_login(self.stranger)
        self.assertNotContains(self.client.get(reverse("tickets:list")), "Printer on fire")
        self.assertEqual(self.client.get(self.ticket.get_absolute_url()).status_code, 404)
        self.client.force_login(self.customer)
        self.assertContains(self.client.get(reverse("tickets:list")), "Printer on fire")

    def test_list_filters_by_status(self):
        make_ticket(self.customer, subject="Old story", status=Ticket.Status.CLOSED)
        self.client.force_login(self.agent.user)
        response = self.client.get(reverse("tickets:list"), {"status": "closed"})
        self.assertContains(response, "Old story")
        self.assertNotContains(response, "Printer on fire")

    def test_create_opens_a_ticket_in_the_name_of_the_visitor(self):
        self.client.force_login(self.customer)
        response = self.client.post(
            reverse("tickets:create"), {"subject": "Door", "body": "It squeaks.", "priority": 1}
        )
        ticket = Ticket.objects.get(subject="Door")
        self.assertRedirects(response, ticket.get_absolute_url())
        self.assertEqual(ticket.requester, self.customer)

    def test_posting_to_the_page_adds_a_comment(self):
        self.client.force_login(self.customer)
        response = self.client.post(
            self.ticket.get_absolute_url(), {"body": "Smoke now."}, follow=True
        )
        self.assertContains(response, "Comment added.")
        self.assertContains(response, "Smoke now.")

    def test_page_offers_the_socket_and_the_assign_form_to_agents(self):
        self.client.force_login(self.agent.user)
        response = self.client.get(self.ticket.get_absolute_url())
        self.assertContains(response, f"/ws/tickets/{self.ticket.pk}/")
        self.assertContains(response, reverse("tickets:assign", args=[self.ticket.pk]))


class TicketActionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.customer = make_customer()
        cls.agent = make_agent()
        cls.ticket = make_ticket(cls.customer)

    def assign(self, agent_id):
        return self.client.post(
            reverse("tickets:assign", args=[self.ticket.pk]), {"agent": agent_id}, follow=True
        )

    def test_agents_assign(self):
        self.client.force_login(self.agent.user)
        self.assertContains(self.assign(self.agent.pk), "Assigned to Nadia (First line).")
        self.ticket.refresh_from_db()
        self.assertEqual(self.ticket.status, Ticket.Status.ASSIGNED)

    def test_customers_do_not_assign(self):
        self.client.force_login(self.customer)
        self.assertEqual(self.assign(self.agent.pk).status_code, 403)

    def test_assigning_to_nobody_is_an_error(self):
        self.client.force_login(self.agent.user)
        self.assertContains(self.assign(999), "Choose an available agent.")

    def test_closed_tickets_are_not_assigned(self):
        services.close(self.ticket, by=self.customer)
        self.client.force_login(self.agent.user)
        self.assertContains(self.assign(self.agent.pk), "The ticket is closed.")

    def test_closing_keeps_the_resolution_as_a_comment(self):
        self.client.force_login(self.customer)
        url = reverse("tickets:close", args=[self.ticket.pk])
        self.assertContains(
            self.client.post(url, {"resolution": "Out."}, follow=True), "Ticket closed."
        )
        self.ticket.refresh_from_db()
        self.assertFalse(self.ticket.is_open)
        self.assertEqual(Comment.objects.get().body, "Out.")
        self.assertContains(self.client.post(url, follow=True), "closed already")

    def test_comments_hand_the_ticket_back_and_forth(self):
        services.assign(self.ticket.pk, self.agent)
        self.ticket.refresh_from_db()
        services.add_comment(self.ticket, self.agent.user, "How warm?")
        self.assertEqual(self.ticket.status, Ticket.Status.WAITING)
        services.add_comment(self.ticket, self.customer, "Very.")
        self.assertEqual(self.ticket.status, Ticket.Status.ASSIGNED)


class TicketJsonTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.customer = make_customer()
        cls.ticket = make_ticket(cls.customer, priority=Ticket.Priority.URGENT)

    def test_updates_after_an_id(self):
        first = services.add_comment(self.ticket, self.customer, "One")
        services.add_comment(self.ticket, self.customer, "Two")
        self.client.force_login(self.customer)
        url = reverse("tickets:updates", args=[self.ticket.pk])
        answer = self.client.get(url, {"after": first.pk}).json()
        self.assertEqual([comment["body"] for comment in answer["comments"]], ["Two"])
        self.assertIsNone(answer["assignee"])
        self.assertEqual(len(self.client.get(url, {"after": "x"}).json()["comments"]), 2)

    def test_updates_are_private(self):
        self.client.force_login(make_customer("stranger"))
        url = reverse("tickets:updates", args=[self.ticket.pk])
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_stats_are_public(self):
        answer = self.client.get(reverse("tickets:stats")).json()
        self.assertEqual(answer["open"], 1)
        self.assertEqual(answer["closed"], 0)
        self.assertTrue(answer["urgent"])
        self.assertEqual(answer["oldest_open"], self.ticket.created_at.isoformat())

    def test_health(self):
        self.assertEqual(self.client.get("/healthz/").json(), {"status": "ok"})


class SeedTests(TestCase):
    def test_seeding_twice_adds_nothing(self):
        out = StringIO()
        call_command("seed", stdout=out)
        rows = list(Notification.objects.values_list("text", "created_at"))
        call_command("seed", stdout=out)
        self.assertEqual(rows, list(Notification.objects.values_list("text", "created_at")))
        self.assertTrue(self.client.login(username="nadia", password="desk"))
        self.assertEqual(User.objects.count(), 5)
        self.assertEqual(Ticket.objects.count(), 5)
