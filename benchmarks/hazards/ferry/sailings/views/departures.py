"""Reading: what the board shows."""

from asgiref.sync import sync_to_async
from django.db.models import Prefetch
from django.http import JsonResponse
from django.shortcuts import aget_object_or_404, render

from sailings import services
from sailings.models import Booking, Certificate, Note, Port, Sailing, Vessel


async def direct(request):
    sailing = Sailing.objects.get(pk=1)  # hazard: get-in-view
    return JsonResponse({"sailing": sailing.pk})


async def loop(request):
    names = []
    for port in Port.objects.order_by("name"):  # hazard: for-over-queryset
        names.append(port.name)
    return JsonResponse({"ports": names})


async def comprehension(request):
    sailing = await Sailing.objects.aget(pk=1)
    return JsonResponse({"codes": [booking.code for booking in sailing.bookings.all()]})  # hazard: comprehension-over-related


async def branch(request):
    notes = services.first_notes()
    if notes:  # hazard: truth-of-returned-queryset
        return JsonResponse({"notes": True})
    return JsonResponse({"notes": False})


async def unpacked(request):
    first, *rest = Vessel.objects.order_by("pk")  # hazard: unpacking-evaluates
    return JsonResponse({"first": first.pk})


async def joined(request):
    codes = Booking.objects.values_list("code", flat=True)
    return JsonResponse({"codes": ", ".join(codes)})  # hazard: join-evaluates


async def member(request):
    sailing = await Sailing.objects.aget(pk=1)
    return JsonResponse({"open": sailing in services.open_sailings(1)})  # hazard: in-evaluates


async def mapped(request):
    pairs = dict(Booking.objects.values_list("code", "price"))  # hazard: dict-of-values-list
    return JsonResponse(pairs)


async def sliced(request):
    newest = Note.objects.order_by("-pk")[0]  # hazard: index-evaluates
    return JsonResponse({"newest": newest.pk})


async def truthful(request):
    sailing = await Sailing.objects.aget(pk=1)
    return JsonResponse({"any": services.has_bookings(sailing)})


async def helper(request):
    return JsonResponse({"sailing": services.find_sailing(1).pk})


async def busiest(request):
    return JsonResponse({"busiest": services.open_sailings(1).busiest().pk})


async def largest(request):
    return JsonResponse({"largest": Vessel.objects.largest().pk})


async def related(request):
    sailing = await Sailing.objects.select_related("port").aget(pk=1)
    port = sailing.port.name
    vessel = sailing.vessel.capacity  # hazard: relation-not-selected
    return JsonResponse({"port": port, "vessel": vessel})


async def chained(request):
    booking = await Booking.objects.select_related("sailing").afirst()
    return JsonResponse({"port": booking.sailing.port.name})  # hazard: second-step-not-selected


async def prefetched(request):
    sailings = Sailing.objects.prefetch_related(Prefetch("bookings", Booking.objects.all()))
    counts = [sailing.bookings.filter(price=0).exists() async for sailing in sailings]  # hazard: filter-after-prefetch
    return JsonResponse({"counts": counts})


async def deferred(request):
    sailing = await Sailing.objects.only("closed").aget(pk=1)
    return JsonResponse({"remarks": sailing.remarks})  # hazard: deferred-field


async def printed(request):
    vessel = await Vessel.objects.aget(pk=1)
    return JsonResponse({"vessel": f"On board of {vessel}"})


async def full(request):
    sailing = await aget_object_or_404(Sailing, pk=1)
    return JsonResponse({"full": sailing.is_full})


async def first_booking(request):
    sailing = await aget_object_or_404(Sailing, pk=1)
    return JsonResponse({"first": sailing.first_booking.code})


async def length(request):
    sailing = await Sailing.objects.aget(pk=1)
    return JsonResponse({"taken": len(sailing)})


async def certificate(request):
    vessel = await Vessel.objects.aget(pk=1)
    return JsonResponse({"certificate": services.certificate_of(vessel)})


async def note_target(request):
    note = await Note.objects.aget(pk=1)
    return JsonResponse({"target": services.where(note).pk})


async def paged(request):
    return JsonResponse({"page": services.page_of(Booking.objects.order_by("pk"), 1)})


async def raw(request):
    rows = Port.objects.raw("SELECT * FROM sailings_port")
    return JsonResponse({"ports": [row.name for row in rows]})  # hazard: raw-iterated


async def many(request):
    found = Port.objects.in_bulk([1, 2])  # hazard: in-bulk
    return JsonResponse({"found": len(found)})


async def summed(request):
    booked = Booking.objects.filter(sailing_id=1)
    return JsonResponse({"sum": sum(booking.price for booking in booked)})  # hazard: generator-over-queryset


async def ordered(request):
    vessels = sorted(Vessel.objects.all(), key=lambda vessel: -vessel.capacity)  # hazard: sorted-evaluates
    return JsonResponse({"vessels": [vessel.pk for vessel in vessels]})


async def board(request):
    sailings = Sailing.objects.all()
    return render(request, "sailings/board.html", {"sailings": sailings})  # hazard: render-evaluates


async def sailing_page(request):
    sailing = await Sailing.objects.aget(pk=1)
    return render(request, "sailings/sailing.html", {"sailing": sailing})  # hazard: render-follows-relation


async def pamphlet(request):
    return JsonResponse({"html": services.pamphlet()})


# What follows is harmless.


async def fine_native(request):
    ports = [port.name async for port in Port.objects.order_by("name")]
    sailing = await Sailing.objects.select_related("vessel__home").aget(pk=1)
    return JsonResponse({"ports": ports, "home": sailing.vessel.home.name, "label": sailing.label})


async def fine_hop(request):
    found = await sync_to_async(services.find_sailing)(1)
    page = await sync_to_async(lambda: services.page_of(Booking.objects.order_by("pk"), 1))()
    return JsonResponse({"sailing": found.pk, "page": page})


async def fine_lazy(request):
    queryset = services.open_sailings(1).filter(remarks="").order_by("pk")
    ids = [pk async for pk in queryset.values_list("pk", flat=True)[:5]]
    return JsonResponse({"ids": ids, "ports": await services.count_ports()})


async def fine_prefetch(request):
    sailings = [sailing async for sailing in Sailing.objects.prefetch_related("bookings")]
    return JsonResponse({"codes": [booking.code for sailing in sailings for booking in sailing.bookings.all()]})


async def fine_identifiers(request):
    booking = await Booking.objects.afirst()
    sailing = Sailing(pk=booking.sailing_id, remarks="none")
    certificate = Certificate(number="7", vessel_id=1)
    return JsonResponse({"sailing": sailing.pk, "label": sailing.label, "number": certificate.number})


async def fine_render(request):
    return render(request, "sailings/note.html", {"text": "calm sea"})


def fine_sync(request):
    return render(request, "sailings/board.html", {"sailings": Sailing.objects.all()})
