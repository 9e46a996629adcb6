from io import StringIO

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse

from catalogue.models import Book

EMMA = "9780000000031"


class ApiTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("seed", stdout=StringIO())

    def get(self, name, *args, **query):
        return self.client.get(reverse(f"api:{name}", args=args), query)

    def test_the_list_holds_every_book_on_sale(self):
        Book.objects.filter(isbn=EMMA).update(is_published=False)
        titles = [book["title"] for book in self.get("books").json()["books"]]
        self.assertEqual(len(titles), 9)
        self.assertNotIn("Emma", titles)

    def test_the_list_can_be_narrowed_to_a_category(self):
        titles = [book["title"] for book in self.get("books", category="science").json()["books"]]
        self.assertEqual(titles, ["Frankenstein", "The Voyage"])

    def test_a_book_names_its_publisher(self):
        found = self.get("book", EMMA).json()
        self.assertEqual((found["author"], found["publisher"]), ("Jane Austen", "Oak & Quill"))

    def test_an_unknown_book_is_not_found(self):
        for name in ["book", "availability", "delivery", "stock", "reviews"]:
            with self.subTest(name):
                self.assertEqual(self.get(name, "0").status_code, 404)

    def test_availability(self):
        self.assertEqual(
            self.get("availability", EMMA).json(),
            {"isbn": EMMA, "available": True, "stock": 7},
        )

    def test_reviews_are_summed_up(self):
        self.assertEqual(self.get("reviews", EMMA).json()["reviews"], {"count": 2, "average": 4.5})

    def test_statistics(self):
        self.assertEqual(
            self.get("statistics").json(),
            {
                "titles": 10,
                "copies": 59,
                "cheapest": "6.90",
                "newest": "Middlemarch",
                "reviewed": True,
            },
        )
        self.assertEqual(self.client.post(reverse("api:statistics")).status_code, 405)

    def test_shelves_go_by_the_initial_of_the_author(self):
        shelves = self.get("shelves").json()["shelves"]
        self.assertEqual(sorted(shelves), ["C", "G", "J", "M"])
        self.assertIn({"title": "Emma", "publisher": "Oak & Quill"}, shelves["J"])

    def test_delivery_takes_longer_when_sold_out(self):
        self.assertEqual(self.get("delivery", EMMA).json()["days"], 2)
        self.assertEqual(self.get("delivery", "9780000000024").json()["days"], 9)

    def test_books_of_an_author_come_in_order_of_publication(self):
        books = self.get("author-books", "jane-austen").json()["books"]
        self.assertEqual([book["year"] for book in books], [2014, 2015, 2017])


class StockTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("seed", stdout=StringIO())

    def change(self, delta):
        return self.client.post(reverse("api:stock", args=[EMMA]), {"delta": delta})

    def login(self, username):
        self.client.force_login(User.objects.get(username=username))

    def test_only_staff_may_change_it(self):
        self.assertEqual(self.change(1).status_code, 403)
        self.login("ada")
        self.assertEqual(self.change(1).status_code, 403)

    def test_staff_change_it(self):
        self.login("grace")
        self.assertEqual(self.change(-2).json(), {"isbn": EMMA, "stock": 5})

    def test_it_never_falls_below_zero(self):
        self.login("grace")
        self.assertEqual(self.change(-8).status_code, 409)

    def test_nonsense_is_refused(self):
        self.login("grace")
        self.assertEqual(self.change("many").status_code, 400)
