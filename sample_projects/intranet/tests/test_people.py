from django.urls import reverse

from people.models import Employee

from .cases import IntranetTestCase


class DirectoryTests(IntranetTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.nina)

    def test_it_is_sorted_by_name(self):
        page = self.client.get(reverse("people:directory")).context["page"]
        self.assertEqual(
            [employee.user.last_name for employee in page],
            ["Baker", "Lind", "Moreau", "Okoye", "Weiss"],
        )

    def test_it_can_be_searched(self):
        response = self.client.get(reverse("people:directory"), {"q": "library"})
        self.assertContains(response, "Iris Moreau (Library)")
        self.assertNotContains(response, "Tom Baker")

    def test_a_page_shows_the_manager_and_the_team(self):
        response = self.client.get(reverse("people:employee", args=["1002"]))
        self.assertContains(response, "Eva Lind (Personnel)")
        self.assertContains(response, "<li>Paul Weiss</li>", html=True)


class InterfaceTests(IntranetTestCase):
    def get(self, name, *args):
        return self.client.get(reverse(f"people:{name}", args=args))

    def test_phones(self):
        phones = self.get("phones").json()["phones"]
        self.assertEqual(phones[0], {"phone": "100", "name": "Eva Lind"})
        self.assertEqual(len(phones), 5)

    def test_visiting_cards(self):
        self.assertIn("\r\nORG:Library\r\n", self.get("vcard", "1005").content.decode())
        self.assertEqual(self.get("vcard", "9999").status_code, 404)

    def test_managers(self):
        self.assertEqual(self.get("manager", "1003").json()["manager"], "Tom Baker")
        self.assertIsNone(self.get("manager", "1001").json()["manager"])

    def test_the_chart_names_heads_and_members(self):
        gardens = self.get("chart").json()["departments"][0]
        self.assertEqual(
            gardens,
            {
                "department": "Gardens",
                "head": "1002",
                "members": ["Tom Baker", "Nina Okoye", "Paul Weiss"],
            },
        )

    def test_the_headcount_is_cached_until_somebody_joins_or_leaves(self):
        self.assertEqual(self.get("headcount").json()["headcount"]["Gardens"], 3)
        with self.assertNumQueries(0):
            self.get("headcount")
        paul = Employee.objects.get(number="1004")
        paul.left_on = "2024-06-30"
        paul.save()
        self.assertEqual(self.get("headcount").json()["headcount"]["Gardens"], 2)


class PhoneTests(IntranetTestCase):
    url = "/people/me/phone/"

    def test_visitors_have_no_phone(self):
        self.assertEqual(self.client.get(self.url).json(), {"phone": None})
        self.assertEqual(self.client.post(self.url, {"phone": "209"}).status_code, 403)

    def test_employees_change_their_own(self):
        self.client.force_login(self.nina)
        self.assertEqual(self.client.post(self.url, {"phone": "209"}).json(), {"phone": "209"})
        self.assertEqual(self.client.get(self.url).json(), {"phone": "209"})

    def test_only_three_digits_can_be_dialled(self):
        self.client.force_login(self.nina)
        self.assertEqual(self.client.post(self.url, {"phone": "20"}).status_code, 400)
