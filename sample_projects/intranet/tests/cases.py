from io import StringIO

from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.test import TestCase


class IntranetTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("seed", stdout=StringIO())
        cls.eva = User.objects.get(username="eva")
        cls.tom = User.objects.get(username="tom")
        cls.nina = User.objects.get(username="nina")

    def setUp(self):
        cache.clear()
