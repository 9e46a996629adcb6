from django.db import models


class SailingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed=False)

    def from_port(self, port):
        return self.open().filter(port=port)

    def busiest(self):
        return self.annotate(taken=models.Count("bookings")).order_by("-taken").first()  # hazard: queryset-method-evaluates


class VesselManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(scrapped=False)

    def largest(self):
        return self.get_queryset().order_by("-capacity")[0]  # hazard: manager-method-evaluates


class BookingManager(models.Manager.from_queryset(models.QuerySet)):
    def revenue(self):
        return self.aggregate(total=models.Sum("price"))["total"] or 0  # hazard: aggregate-two-modules-away
