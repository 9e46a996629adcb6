from io import StringIO

from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from catalogue.models import Book
from orders.models import Order

EMMA = "9780000000031"
AROUND_THE_MOON = "9780000000062"


class ShopTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("seed", stdout=StringIO())
        cls.ada = User.objects.get(username="ada")
        cls.grace = User.objects.get(username="grace")

    def add(self, isbn, quantity=1):
        url = reverse("orders:basket-add", args=[isbn])
        return self.client.post(url, {"quantity": quantity}, follow=True)


class BasketTests(ShopTestCase):
    def test_books_add_up(self):
        self.add(EMMA)
        response = self.add(EMMA, 2)
        self.assertContains(response, "Emma is in your basket.")
        self.assertContains(response, "Basket (3)")
        self.assertContains(response, "24.00 EUR")
        summary = self.client.get(reverse("orders:basket-summary")).json()
        self.assertEqual(summary, {"titles": 1, "copies": 3})

    def test_a_book_can_be_removed(self):
        self.add(EMMA)
        response = self.client.post(reverse("orders:basket-remove", args=[EMMA]), follow=True)
        self.assertContains(response, "Your basket is empty.")

    def test_absurd_quantities_are_refused(self):
        self.assertContains(self.add(EMMA, 21), "between 1 and 20 copies")

    def test_it_is_changed_by_post_only(self):
        url = reverse("orders:basket-add", args=[EMMA])
        self.assertEqual(self.client.get(url).status_code, 405)


class CheckoutTests(ShopTestCase):
    def setUp(self):
        self.client.force_login(self.ada)

    def buy(self):
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(
                reverse("orders:checkout"),
                {"address": "1 Lake Lane", "accept_terms": "on"},
                follow=True,
            )

    def test_an_empty_basket_cannot_be_bought(self):
        response = self.client.get(reverse("orders:checkout"), follow=True)
        self.assertContains(response, "Your basket is empty.")

    def test_buying_takes_books_from_the_stock_and_confirms_by_mail(self):
        self.add(EMMA, 2)
        response = self.buy()
        self.assertContains(response, "Thank you for your order BS-00004.")
        self.assertContains(response, "Basket (0)")
        self.assertEqual(Book.objects.get(isbn=EMMA).stock, 5)
        self.assertIn("Total: 16.00 EUR", mail.outbox[0].body)

    def test_nothing_is_kept_of_an_order_that_cannot_be_filled(self):
        self.add(EMMA, 1)
        self.add(AROUND_THE_MOON, 5)
        response = self.buy()
        self.assertContains(response, "not enough copies of Around the Moon")
        self.assertEqual(Book.objects.get(isbn=EMMA).stock, 7)
        self.assertEqual(Order.objects.count(), 3)

    def test_what_is_bought_is_no_longer_wished_for(self):
        self.add(AROUND_THE_MOON)
        self.buy()
        self.assertFalse(self.ada.wishlist.exists())


class OrderTests(ShopTestCase):
    def test_customers_see_their_own_orders(self):
        self.client.force_login(self.ada)
        response = self.client.get(reverse("orders:list"))
        self.assertContains(response, "BS-00001")
        self.assertContains(response, "2 x Emma")
        self.assertNotContains(response, "BS-00003")
        self.assertContains(self.client.get(reverse("orders:detail", args=[1])), "25.90 EUR")
        self.assertEqual(self.client.get(reverse("orders:detail", args=[3])).status_code, 404)

    def test_status(self):
        url = reverse("orders:status", args=[2])
        self.assertEqual(self.client.get(url).status_code, 401)
        self.client.force_login(self.grace)
        self.assertEqual(self.client.get(url).status_code, 404)
        self.client.force_login(self.ada)
        self.assertEqual(self.client.get(url).json(), {"order": "BS-00002", "status": "placed"})

    def test_cancelling_puts_the_books_back(self):
        self.client.force_login(self.ada)
        response = self.client.post(reverse("orders:cancel", args=[2]), follow=True)
        self.assertContains(response, "Order BS-00002 is cancelled.")
        self.assertEqual(Book.objects.get(slug="middlemarch").stock, 4)

    def test_a_parcel_on_its_way_cannot_be_cancelled(self):
        self.client.force_login(self.ada)
        response = self.client.post(reverse("orders:cancel", args=[1]), follow=True)
        self.assertContains(response, "Order BS-00001 is sent.")

    def test_staff_see_every_open_order(self):
        self.client.force_login(self.grace)
        self.assertContains(self.client.get(reverse("orders:open")), "BS-00002 of ada")


class WishlistTests(ShopTestCase):
    url = "/orders/wishlist/"

    def test_visitors_have_none(self):
        self.assertEqual(self.client.get(self.url).json(), {"wishlist": []})
        self.assertEqual(self.client.post(self.url, {"isbn": EMMA}).status_code, 401)

    def test_a_wish_is_added_once(self):
        self.client.force_login(self.ada)
        self.assertEqual(self.client.post(self.url, {"isbn": EMMA}).status_code, 201)
        self.assertEqual(self.client.post(self.url, {"isbn": EMMA}).status_code, 200)
        self.assertEqual(
            self.client.get(self.url).json(), {"wishlist": ["Around the Moon", "Emma"]}
        )
