"""Async views with every fault that the watch must see, and one without."""
import threading
import time

from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path

from shop.models import Book


async def sound(request):
    return HttpResponse(f"{await Book.objects.acount()} {await sync_to_async(cache.get)('none')}")


async def waits_in_a_thread(request):
    await sync_to_async(threading.Event().wait)(0.5)
    return HttpResponse("waited")


async def sleeps(request):
    time.sleep(0.001)
    return HttpResponse("slept")


async def opens(request):
    with open("/dev/null") as file:
        return HttpResponse(file.read())


async def waits(request):
    threading.Event().wait(0.5)
    return HttpResponse("waited")


async def renders(request):
    return render(request, "form.html")


async def wrong_in_silence(request):
    books = Book.objects.all()
    response = await sync_to_async(render)(request, "books.html", {"books": books})
    try:
        len(books.filter(pk=1))
    except Exception:
        pass
    return response


async def forgets(request):
    Book.objects.acount()
    return HttpResponse("never")


async def streams(request):
    return StreamingHttpResponse(str(number) for number in range(3))


VIEWS = (sound, waits_in_a_thread, sleeps, opens, waits, renders, wrong_in_silence, forgets, streams)
urlpatterns = [path(f"{view.__name__}/", view) for view in VIEWS]
VISITS = [("GET", f"/{name}/") for name in (
    "sound", "waits_in_a_thread", "sleeps", "opens", "waits", "renders", "wrong_in_silence", "forgets", "streams",
)]
