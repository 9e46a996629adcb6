from django.contrib.auth import get_user_model
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property

from sailings.querysets import BookingManager, SailingQuerySet, VesselManager


class Stamped(models.Model):
    created = models.DateTimeField(auto_now_add=True)
    touched = models.IntegerField(default=0)

    class Meta:
        abstract = True

    def touch(self):
        self.touched += 1
        self.save(update_fields=["touched"])  # hazard: inherited-method-saves


class Port(models.Model):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class Vessel(models.Model):
    name = models.CharField(max_length=50)
    capacity = models.IntegerField(default=100)
    scrapped = models.BooleanField(default=False)
    home = models.ForeignKey(Port, on_delete=models.CASCADE)
    objects = VesselManager()

    def __str__(self):
        return f"{self.name} of {self.home.name}"  # hazard: str-follows-relation


class Certificate(models.Model):
    vessel = models.OneToOneField(Vessel, on_delete=models.CASCADE, related_name="certificate")
    number = models.CharField(max_length=20)


class Sailing(Stamped):
    port = models.ForeignKey(Port, on_delete=models.CASCADE, related_name="sailings")
    vessel = models.ForeignKey(Vessel, on_delete=models.CASCADE)
    crew = models.ManyToManyField(get_user_model(), blank=True)
    closed = models.BooleanField(default=False)
    remarks = models.TextField(blank=True)
    objects = SailingQuerySet.as_manager()

    @property
    def is_full(self):
        return self.bookings.count() >= self.vessel_id  # hazard: property-counts

    @cached_property
    def first_booking(self):
        return self.bookings.order_by("pk").first()  # hazard: cached-property-queries

    @property
    def label(self):
        return f"Sailing {self.pk}"

    def __len__(self):
        return self.bookings.count()  # hazard: len-of-model-queries


class Booking(Stamped):
    sailing = models.ForeignKey(Sailing, on_delete=models.CASCADE, related_name="bookings")
    code = models.CharField(max_length=20, unique=True)
    price = models.IntegerField(default=0)
    owner = models.ForeignKey(get_user_model(), null=True, on_delete=models.SET_NULL)
    objects = BookingManager()

    @classmethod
    def for_code(cls, code, sailing):
        return cls.objects.get_or_create(code=code, defaults={"sailing": sailing})[0]  # hazard: classmethod-creates

    def siblings(self):
        return Booking.objects.filter(sailing_id=self.sailing_id).exclude(pk=self.pk)


class Note(models.Model):
    text = models.CharField(max_length=200)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    target = GenericForeignKey()


class Visit(models.Model):
    path = models.CharField(max_length=200)
