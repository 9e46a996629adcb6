"""Writing: bookings and what they set off."""

from django.core import serializers
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.views import View

from sailings import pricing, services
from sailings.audit import Audit, counted, named, noted, stamped
from sailings.forms import BookingForm, CodeForm, PortForm, SearchForm
from sailings.models import Booking, Port, Sailing
from sailings.signals import boarding_ended, boarding_started


async def quoted(request):
    return JsonResponse({"quote": pricing.quote(1)})


async def takings(request):
    return JsonResponse({"takings": services.all_takings()})


async def created(request):
    booking = Booking(code="new", sailing_id=1)
    booking.save()  # hazard: save-in-view
    return JsonResponse({"booking": booking.pk})


async def touched(request):
    booking = await Booking.objects.afirst()
    booking.touch()
    return JsonResponse({"touched": booking.touched})


async def by_code(request):
    sailing = await Sailing.objects.afirst()
    return JsonResponse({"booking": Booking.for_code("extra", sailing).pk})


async def siblings(request):
    booking = await Booking.objects.afirst()
    return JsonResponse({"siblings": booking.siblings().count()})  # hazard: lazy-method-then-count


async def crewed(request):
    sailing = await Sailing.objects.aget(pk=1)
    sailing.crew.clear()  # hazard: many-to-many-changed
    return JsonResponse({})


async def removed(request):
    Booking.objects.filter(code="gone").delete()  # hazard: queryset-delete
    return JsonResponse({})


async def several(request):
    Booking.objects.bulk_create([Booking(code=code, sailing_id=1) for code in ("p", "q")])  # hazard: bulk-create
    return JsonResponse({})


async def in_transaction(request):
    with transaction.atomic():  # hazard: atomic-in-async
        pass
    return JsonResponse({})


async def reloaded(request):
    booking = await Booking.objects.afirst()
    return JsonResponse({"code": services.reload(booking).code})


async def invoice(request):
    sailing = await Sailing.objects.aget(pk=1)
    return JsonResponse({"total": pricing.Invoice(sailing).total()})


async def invoice_lines(request):
    sailing = await Sailing.objects.aget(pk=1)
    return JsonResponse({"lines": [line.pk for line in pricing.Invoice(sailing)]})


async def forecast(request):
    return JsonResponse({"seats": pricing.Forecast(1).seats})


async def counter(request):
    return JsonResponse({"count": pricing.COUNTERS["bookings"]()})


async def counted_by_partial(request):
    return JsonResponse({"open": services.count_open()})


async def audited(request):
    with Audit(request.path):
        return JsonResponse({})


async def noted_block(request):
    with noted(request.path) as name:
        return JsonResponse({"name": name})


@counted
async def counted_view(request):
    return JsonResponse({})


@stamped  # hazard: sync-decorator-on-async-view
async def stamped_view(request):
    return HttpResponse("stamped")


async def boarding(request):
    boarding_started.send(sender=Sailing)  # hazard: receiver-writes
    return JsonResponse({})


async def checked(request):
    form = BookingForm({"code": "A1", "price": "3"})
    return JsonResponse({"valid": form.is_valid()})  # hazard: model-form-validates


async def chosen(request):
    return HttpResponse(PortForm().as_p())  # hazard: choice-field-renders


async def coded(request):
    form = CodeForm({"code": "A1"})
    return JsonResponse({"valid": form.is_valid()})  # hazard: clean-method-queries


async def exported(request):
    return HttpResponse(serializers.serialize("json", Port.objects.all()))  # hazard: serializer-evaluates


class Desk(View):
    async def get(self, request):
        self.sailing = await Sailing.objects.aget(pk=1)
        return JsonResponse({"vessel": self.vessel_name()})

    def vessel_name(self):
        return self.sailing.vessel.name  # hazard: view-attribute-follows-relation


class Seats(View):
    queryset = Booking.objects.all()

    async def get(self, request):
        return JsonResponse({"free": self.free_seats()})

    def free_seats(self):
        return 100 - self.get_queryset().count()  # hazard: view-method-counts

    def get_queryset(self):
        return self.queryset.filter(sailing_id=1)


# What follows is harmless.


async def fine_form(request):
    form = SearchForm(request.GET)
    return JsonResponse({"valid": form.is_valid(), "text": form.cleaned_data["text"]})


async def fine_invoice(request):
    sailing = await Sailing.objects.aget(pk=1)
    heading = pricing.Invoice(sailing).heading()
    return JsonResponse({"heading": heading, "seasons": pricing.COUNTERS["seasons"]()})


async def fine_signals(request):
    boarding_ended.send(sender=Sailing)
    await boarding_started.asend(sender=Sailing)
    return JsonResponse({})


@named("fine")
async def fine_decorated(request):
    booking = await Booking.objects.afirst()
    await booking.asave()
    return JsonResponse({"factor": pricing.season_factor("winter")})
