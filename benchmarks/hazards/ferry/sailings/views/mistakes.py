"""The tools of async, held the wrong way round."""

import asyncio

from asgiref.sync import async_to_sync, sync_to_async
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse

from sailings import clients, services
from sailings.models import Booking, Port, Sailing


async def evaluated_first(request):
    sailing = await Sailing.objects.aget(pk=1)
    name = await sync_to_async(sailing.vessel.name.upper)()  # hazard: argument-evaluated-on-the-loop
    return JsonResponse({"name": name})


async def called_first(request):
    found = await sync_to_async(services.find_sailing(1))()  # hazard: called-instead-of-passed
    return JsonResponse({"found": found})


async def lazy_leaves(request):
    ports = await sync_to_async(Port.objects.filter)(name="north")  # hazard: lazy-result-leaves-thread
    return JsonResponse({"ports": [port.pk for port in ports]})  # hazard: lazy-result-leaves-thread


async def lazy_leaves_by_lambda(request):
    ports = await sync_to_async(lambda: Port.objects.all())()  # hazard: lambda-returns-lazy
    return JsonResponse({"ports": len(ports)})  # hazard: lambda-returns-lazy


async def gathered(request):
    first, last = await asyncio.gather(Booking.objects.afirst(), Booking.objects.alast())  # hazard: gather-over-orm
    return JsonResponse({"first": first.pk, "last": last.pk})


async def nested(request):
    return JsonResponse({"cheapest": services.cheapest_now().pk})


async def not_awaited(request):
    booking = await Booking.objects.afirst()
    booking.asave()  # hazard: save-not-awaited
    return JsonResponse({})


async def coroutine_used(request):
    booking = Booking.objects.aget(pk=1)  # hazard: coroutine-taken-for-object
    return JsonResponse({"code": str(booking.pk)})  # hazard: coroutine-taken-for-object


async def truthy_coroutine(request):
    if Booking.objects.filter(code="none").aexists():  # hazard: coroutine-always-true
        return JsonResponse({"exists": True})
    return JsonResponse({"exists": False})


async def awaited_queryset(request):
    ports = await Port.objects.filter(name="north")  # hazard: queryset-awaited
    return JsonResponse({"ports": ports})


async def insensitive(request):
    count = await sync_to_async(services.count_vessels, thread_sensitive=False)()  # hazard: orm-in-insensitive-thread
    return JsonResponse({"count": count})


async def in_thread(request):
    return JsonResponse({"count": await services.fleet_in_thread()})


async def in_executor(request):
    return JsonResponse({"count": await services.fleet_in_executor()})


async def run_again(request):
    return JsonResponse({"result": asyncio.run(services.cheapest())})  # hazard: asyncio-run-in-loop


def every_port(request):
    found = []
    for number in range(3):
        found.append(async_to_sync(services.cheapest)())  # hazard: async-to-sync-in-loop
    return JsonResponse({"found": len(found)})


def lines():
    for port in Port.objects.all():
        yield port.name + "\n"


async def streamed(request):
    return StreamingHttpResponse(lines())  # hazard: sync-iterator-streamed


async def lines_async():
    for port in Port.objects.all():  # hazard: async-generator-iterates-sync
        yield port.name + "\n"


async def streamed_async(request):
    return StreamingHttpResponse(lines_async())


async def downloaded(request):
    return FileResponse(open(clients.HERE / "apps.py", "rb"))  # hazard: file-response


async def environment(request):
    return HttpResponse(request.environ["SERVER_SOFTWARE"])  # hazard: wsgi-environ


# What follows is harmless.


async def fine_sensitive(request):
    count = await sync_to_async(services.count_vessels)()
    ports = await sync_to_async(lambda: list(Port.objects.all()))()
    return JsonResponse({"count": count, "ports": len(ports)})


async def fine_gather(request):
    await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))
    return JsonResponse({"cheapest": (await services.cheapest()).pk})


async def ticks():
    for number in range(3):
        yield f"{number}\n"


async def fine_stream(request):
    return StreamingHttpResponse(ticks())


def fine_bridge(request):
    return JsonResponse({"cheapest": async_to_sync(services.cheapest)().pk})
