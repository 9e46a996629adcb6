import threading

from django.test import RequestFactory
from django.urls import reverse

from core.models import AuditEntry
from core.threadlocals import get_current_user, set_current_request
from people.models import Employee

from .cases import IntranetTestCase


class HomeTests(IntranetTestCase):
    def test_visitors_have_to_log_in(self):
        self.assertRedirects(self.client.get(reverse("home")), "/login/?next=/")

    def test_home_shows_notices_and_pending_requests(self):
        self.client.force_login(self.nina)
        response = self.client.get(reverse("home"))
        self.assertContains(response, "Good day, Nina")
        self.assertContains(response, "Summer party (eva)")
        self.assertContains(response, "1 of your requests waits for a decision.")
        self.assertContains(response, "NO, Gardens")


class ProbeTests(IntranetTestCase):
    def test_health_and_readiness(self):
        for name in ["health", "ready"]:
            self.assertEqual(self.client.get(reverse(name)).json(), {"status": "ok"})

    def test_whoami(self):
        self.client.force_login(self.nina)
        response = self.client.get(reverse("whoami"), headers={"User-Agent": "desk/1"})
        self.assertEqual(
            response.json(), {"user": "nina", "address": "127.0.0.1", "agent": "desk/1"}
        )


class AuditTests(IntranetTestCase):
    def test_changes_are_written_down(self):
        self.client.force_login(self.nina)
        self.client.post(reverse("people:my-phone"), {"phone": "209"}, REMOTE_ADDR="10.0.0.7")
        entry = AuditEntry.objects.first()
        self.assertEqual(str(entry), "nina POST /people/me/phone/")
        self.assertEqual(
            (entry.status, entry.address, entry.protocol), (200, "10.0.0.7", "HTTP/1.1")
        )

    def test_reading_is_not(self):
        self.client.force_login(self.nina)
        self.client.get(reverse("people:my-phone"))
        self.assertEqual(AuditEntry.objects.count(), 1)

    def test_the_log_is_for_staff(self):
        url = reverse("audit-log")
        self.client.force_login(self.nina)
        self.assertEqual(self.client.get(url).status_code, 302)
        self.client.force_login(self.eva)
        self.assertContains(self.client.get(url), "eva POST /notices/new/")


class CurrentUserTests(IntranetTestCase):
    def test_it_is_forgotten_after_the_request(self):
        self.client.force_login(self.nina)
        self.client.get(reverse("home"))
        self.assertIsNone(get_current_user())

    def test_other_threads_do_not_see_it(self):
        request = RequestFactory().get("/")
        request.user = self.nina
        set_current_request(request)
        self.addCleanup(set_current_request, None)
        seen = []
        thread = threading.Thread(target=lambda: seen.append(get_current_user()))
        thread.start()
        thread.join()
        self.assertEqual((get_current_user(), seen), (self.nina, [None]))


class LoginTests(IntranetTestCase):
    def test_people_log_in_as_at_their_desk(self):
        for username in ["nina", "RIVERSIDE\\nina", "Nina@riverside.example"]:
            with self.subTest(username):
                self.assertTrue(self.client.login(username=username, password="intranet-demo"))

    def test_accounts_of_other_domains_are_unknown(self):
        self.assertFalse(self.client.login(username="ELSEWHERE\\nina", password="intranet-demo"))

    def test_rights_end_on_the_day_somebody_leaves(self):
        self.assertTrue(self.tom.has_perm("leave.decide_leaverequest"))
        Employee.objects.filter(user=self.tom).update(left_on="2024-06-30")
        self.assertFalse(self.tom.has_perm("leave.decide_leaverequest"))
