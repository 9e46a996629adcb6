"""The outside world: services, files, processes, locks."""

import asyncio
import concurrent.futures
import queue
import threading
import time

import httpx
from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import JsonResponse

from sailings import clients, services

lock = threading.Lock()
answers = queue.Queue()
pool = concurrent.futures.ThreadPoolExecutor(max_workers=2)
seen = {}
last_search = None


async def paused(request):
    time.sleep(0.05)  # hazard: sleep-in-view
    return JsonResponse({})


async def tides(request):
    return JsonResponse(clients.TideClient(settings.HARBOUR).tides())  # hazard: requests-session-in-client


async def weather(request):
    return JsonResponse({"weather": clients.weather(settings.HARBOUR)})


async def notices(request):
    return JsonResponse({"bytes": len(clients.notices(settings.HARBOUR))})


def fails():
    raise ValueError


async def retried(request):
    return JsonResponse({"result": clients.retry(fails, attempts=1)})


async def reachable(request):
    return JsonResponse({"up": clients.harbour_is_up(*settings.HARBOUR_ADDRESS)})


async def terms(request):
    return JsonResponse({"length": len(clients.terms())})


async def log(request):
    return JsonResponse({"lines": clients.last_lines()})


async def build(request):
    return JsonResponse({"build": clients.build_number().decode()})


async def uptime(request):
    return JsonResponse({"code": clients.uptime()})


async def telegram(request):
    try:
        clients.telegram(*settings.HARBOUR_ADDRESS)
    except OSError:
        return JsonResponse({"sent": False})
    return JsonResponse({"sent": True})


async def confirmed(request):
    services.confirm("ann@example.com")
    return JsonResponse({})


async def cached(request):
    return JsonResponse({"value": services.remembered("tide")})


async def locked(request):
    with lock:  # hazard: thread-lock-in-async
        return JsonResponse({})


async def answered(request):
    threading.Timer(0.05, answers.put, [1]).start()
    return JsonResponse({"answer": answers.get()})  # hazard: queue-get-in-async


async def computed(request):
    future = pool.submit(time.sleep, 0.05)
    return JsonResponse({"result": future.result()})  # hazard: future-result-in-async


async def joined(request):
    thread = threading.Thread(target=time.sleep, args=(0.05,))
    thread.start()
    thread.join()  # hazard: thread-join-in-async
    return JsonResponse({})


async def searched(request):
    global last_search
    last_search = request.GET.get("q")  # hazard: global-written
    await asyncio.sleep(0)
    return JsonResponse({"q": last_search})


async def tracked(request):
    task = report()
    asyncio.create_task(task)  # hazard: task-not-kept
    return JsonResponse({})


async def report():
    await asyncio.sleep(0)


# What follows is harmless.


async def fine_waiting(request):
    await asyncio.sleep(0.01)
    async with httpx.AsyncClient() as client:
        return JsonResponse({"status": (await client.get(settings.HARBOUR + "/tides")).status_code})


async def fine_threads(request):
    terms = await asyncio.to_thread(clients.terms)
    lines = await sync_to_async(clients.last_lines, thread_sensitive=False)()
    return JsonResponse({"terms": len(terms), "lines": len(lines)})


async def fine_client(request):
    return JsonResponse(await clients.TideClient(settings.HARBOUR).tides_async())


def fine_blocking(request):
    time.sleep(0.01)
    return JsonResponse({"lines": clients.last_lines()})
