from io import StringIO

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse


class AccountTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("seed", stdout=StringIO())

    def login(self):
        return self.client.post(
            reverse("accounts:login"), {"username": "ada", "password": "bookshop-demo"}
        )

    def test_login_leads_to_the_profile(self):
        self.assertRedirects(self.login(), reverse("accounts:profile"))
        response = self.client.get(reverse("accounts:profile"))
        self.assertContains(response, "2 orders")
        self.assertContains(response, "Frankenstein: 5/5")

    def test_logout(self):
        self.login()
        self.client.post(reverse("accounts:logout"))
        self.assertEqual(
            self.client.get(reverse("accounts:whoami")).json(), {"authenticated": False}
        )

    def test_whoami(self):
        self.login()
        self.assertEqual(
            self.client.get(reverse("accounts:whoami")).json(),
            {"authenticated": True, "username": "ada"},
        )

    def test_registration_logs_in(self):
        response = self.client.post(
            reverse("accounts:register"),
            {
                "username": "charles",
                "email": "charles@example.com",
                "password1": "difference-engine",
                "password2": "difference-engine",
            },
            follow=True,
        )
        self.assertContains(response, "Welcome to the shop.")
        self.assertEqual(response.context["user"].email, "charles@example.com")

    def test_the_profile_can_be_edited(self):
        self.login()
        self.client.post(
            reverse("accounts:profile-edit"),
            {"first_name": "Augusta", "last_name": "King", "email": "ada@example.com"},
        )
        self.assertEqual(User.objects.get(username="ada").first_name, "Augusta")
