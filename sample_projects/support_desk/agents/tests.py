from django.test import TestCase
from django.urls import reverse

from tickets.models import Ticket
from tickets.testing import make_agent, make_customer, make_ticket


class AgentPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.customer = make_customer()
        cls.agent = make_agent()
        cls.colleague = make_agent("tom")

    def test_dashboard_is_for_agents(self):
        url = reverse("agents:dashboard")
        self.assertRedirects(self.client.get(url), f"/accounts/login/?next={url}")
        self.client.force_login(self.customer)
        self.assertContains(self.client.get(url), "Agents only.", status_code=403)

    def test_dashboard_shows_the_queue_and_the_team(self):
        make_ticket(self.customer, subject="Mine", assignee=self.agent)
        make_ticket(self.customer, subject="Free")
        self.client.force_login(self.agent.user)
        response = self.client.get(reverse("agents:dashboard"))
        self.assertContains(response, "My tickets (load 25%)")
        self.assertEqual([t.subject for t in response.context["mine"]], ["Mine"])
        self.assertEqual([t.subject for t in response.context["unassigned"]], ["Free"])
        self.assertContains(response, "Tom (First line)")

    def test_availability_can_be_toggled(self):
        self.client.force_login(self.agent.user)
        response = self.client.post(reverse("agents:toggle-availability"))
        self.assertRedirects(response, reverse("agents:dashboard"))
        self.agent.refresh_from_db()
        self.assertFalse(self.agent.is_available)

    def test_detail_page(self):
        make_ticket(self.customer, assignee=self.colleague)
        self.client.force_login(self.customer)
        response = self.client.get(reverse("agents:detail", args=[self.colleague.pk]))
        self.assertContains(response, "Printer on fire")

    def test_board_counts_open_and_urgent_tickets(self):
        make_ticket(self.customer, assignee=self.agent, priority=Ticket.Priority.URGENT)
        make_ticket(self.customer, assignee=self.colleague)
        make_ticket(self.customer, assignee=self.colleague, status=Ticket.Status.CLOSED)
        make_ticket(self.customer)
        self.assertEqual(
            self.client.get(reverse("agents:board")).json(),
            {"teams": [{"team": "First line", "open": 2, "urgent": 1}], "unassigned": 1},
        )
