import asyncio
import functools

from asgiref.sync import async_to_sync, sync_to_async
from django.core.cache import cache
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from sailings import pricing
from sailings.models import Booking, Note, Port, Sailing, Vessel


def find_sailing(pk):
    return get_object_or_404(Sailing, pk=pk)  # hazard: shortcut-in-helper


def open_sailings(port):
    return Sailing.objects.from_port(port)


def has_bookings(sailing):
    return bool(sailing.bookings.all())  # hazard: truth-of-related


def page_of(queryset, number):
    return [item.pk for item in Paginator(queryset, 10).page(number)]  # hazard: paginator-in-helper


def where(note):
    return note.target  # hazard: generic-foreign-key


def certificate_of(vessel):
    return vessel.certificate.number  # hazard: reverse-one-to-one


def pamphlet():
    return render_to_string("sailings/board.html", {"sailings": Sailing.objects.all()})  # hazard: render-to-string-in-helper


def remembered(key):
    return cache.get_or_set(key, "0")  # hazard: database-cache-in-helper


def confirm(address):
    send_mail("Your booking", "Thank you", "ferry@example.com", [address])  # hazard: mail-in-helper


def reload(booking):
    booking.refresh_from_db()  # hazard: refresh-in-helper
    return booking


def all_takings():
    return pricing.takings()


count_open = functools.partial(pricing.count_open)


async def cheapest():
    return await Booking.objects.order_by("price").afirst()


def cheapest_now():
    return async_to_sync(cheapest)()  # hazard: async-to-sync-in-helper


def first_notes():
    return Note.objects.all()[:5]


async def fleet_in_executor():
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, count_vessels)  # hazard: orm-in-executor


async def fleet_in_thread():
    return await asyncio.to_thread(Vessel.objects.count)  # hazard: orm-in-to-thread


@sync_to_async
def count_ports():
    return Port.objects.count()


def count_vessels():
    return Vessel.objects.count()
