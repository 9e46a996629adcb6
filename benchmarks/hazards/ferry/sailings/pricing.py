import dataclasses

from django.db import connection

from sailings.models import Booking, Sailing

SEASONS = {"summer": 3, "winter": 1}


def season_factor(season):
    return SEASONS.get(season, 2)


def quote(sailing_id):
    return 10 + average_price(sailing_id) * season_factor("summer")


def average_price(sailing_id):
    with connection.cursor() as cursor:  # hazard: cursor-in-helper
        cursor.execute("SELECT AVG(price) FROM sailings_booking WHERE sailing_id = %s", [sailing_id])  # hazard: cursor-in-helper
        return cursor.fetchone()[0] or 0  # hazard: cursor-in-helper


def takings():
    return Booking.objects.revenue()


def count_open():
    return Sailing.objects.open().count()  # hazard: partial-of-helper


class Invoice:
    def __init__(self, sailing):
        self.sailing = sailing
        self.lines = Booking.objects.filter(sailing=sailing)

    def total(self):
        return sum(line.price for line in self.lines)  # hazard: attribute-set-in-init

    def heading(self):
        return f"Invoice of {self.sailing.label}"

    def __iter__(self):
        return iter(self.lines)  # hazard: dunder-iter-queries


@dataclasses.dataclass
class Forecast:
    sailing_id: int
    seats: int = 0

    def __post_init__(self):
        self.seats = 100 - Booking.objects.filter(sailing_id=self.sailing_id).count()  # hazard: post-init-queries


COUNTERS = {
    "bookings": lambda: Booking.objects.count(),  # hazard: lambda-in-table
    "seasons": lambda: len(SEASONS),
}
