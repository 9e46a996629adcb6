from django.core import mail
from django.urls import reverse

from leave.models import LeaveRequest
from people.models import Employee

from .cases import IntranetTestCase


class RequestTests(IntranetTestCase):
    def ask(self, first_day, last_day):
        return self.client.post(
            reverse("leave:request"),
            {"kind": "holiday", "first_day": first_day, "last_day": last_day},
            follow=True,
        )

    def test_employees_see_their_own_requests(self):
        self.client.force_login(self.nina)
        response = self.client.get(reverse("leave:mine"))
        self.assertContains(response, "12 days, approved by Tom Baker")
        self.assertContains(response, "9 days, pending")

    def test_employees_ask_for_leave(self):
        self.client.force_login(self.nina)
        self.assertContains(self.ask("2024-09-02", "2024-09-04"), "on its way")
        leave = LeaveRequest.objects.get(first_day="2024-09-02")
        self.assertEqual((leave.created_by, leave.status), (self.nina, "pending"))

    def test_the_last_day_is_not_before_the_first(self):
        self.client.force_login(self.nina)
        self.assertContains(self.ask("2024-09-04", "2024-09-02"), "last day is before the first")

    def test_accounts_without_a_personnel_record_cannot_ask(self):
        Employee.objects.filter(user=self.tom).delete()
        self.client.force_login(self.tom)
        self.assertEqual(self.client.get(reverse("leave:request")).status_code, 403)


class DecisionTests(IntranetTestCase):
    def decide(self, answer):
        pending = LeaveRequest.objects.pending().of_user(self.nina).first()
        pending = pending or LeaveRequest.objects.of_user(self.nina).last()
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(
                reverse("leave:decide", args=[pending.pk]), {answer: ""}, follow=True
            )

    def test_a_request_is_approved_and_the_employee_told(self):
        self.client.force_login(self.tom)
        response = self.decide("approve")
        self.assertContains(response, "2024-12-23 to 2024-12-31 is approved.")
        self.assertEqual(mail.outbox[0].to, ["nina@riverside.example"])
        self.assertEqual(LeaveRequest.objects.get(first_day="2024-12-23").decided_by, self.tom)

    def test_a_decision_stands(self):
        self.client.force_login(self.tom)
        self.decide("reject")
        self.assertContains(self.decide("approve"), "The request is rejected already.")

    def test_deciding_needs_a_permission(self):
        self.client.force_login(self.nina)
        self.assertEqual(self.client.get(reverse("leave:pending")).status_code, 403)
        self.assertEqual(self.decide("approve").status_code, 403)


class ReportTests(IntranetTestCase):
    def test_calendar(self):
        away = self.client.get(reverse("leave:calendar")).json()["away"]
        self.assertEqual(
            away["gardens"], [{"number": "1003", "from": "2024-07-01", "to": "2024-07-12"}]
        )
        self.assertEqual(sorted(away), ["gardens", "library"])

    def test_balance(self):
        url = reverse("leave:balance")
        self.assertEqual(self.client.get(url).status_code, 403)
        self.client.force_login(self.nina)
        self.assertEqual(self.client.get(url).json(), {"year": 2024, "days_left": 18})

    def test_totals(self):
        self.assertEqual(
            self.client.get(reverse("leave:totals")).json()["requests"],
            {"approved": 2, "pending": 2, "rejected": 1},
        )

    def test_reports_are_for_managers(self):
        for name in ["report", "report-csv"]:
            with self.subTest(name):
                self.client.force_login(self.nina)
                self.assertEqual(self.client.get(reverse(f"leave:{name}")).status_code, 302)
                self.client.force_login(self.tom)
                self.assertEqual(self.client.get(reverse(f"leave:{name}")).status_code, 200)

    def test_the_table_has_a_line_for_each_request(self):
        self.client.force_login(self.tom)
        lines = self.client.get(reverse("leave:report-csv")).content.decode().splitlines()
        self.assertEqual(len(lines), 6)
        self.assertEqual(lines[1], "1005,Iris Moreau,training,2024-03-18,2024-03-19,approved")
