"""Waiting, files, processes, mail."""
import subprocess
import time
from pathlib import Path

from django.core.mail import send_mail
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Book


# shows: 4.sleep
# expect: async
def nap(request):
    time.sleep(0.01)
    return HttpResponse("rested")


# shows: 4.sleep 1.exists
# expect: async
def poll(request):
    for _ in range(3):
        if Book.objects.filter(stock=0).exists():
            break
        time.sleep(0.01)
    return HttpResponse("polled")


# shows: 4.open 8.with
# expect: async
def read_file(request):
    with open(__file__) as file:
        line = file.readline()
    return HttpResponse(line)


# shows: 4.path
# expect: async
def read_path(request):
    text = Path(__file__).read_text()
    return HttpResponse(str(len(text) > 10))


# shows: 4.subprocess
# expect: async
def run(request):
    done = subprocess.run(["echo", "hello"], capture_output=True, text=True)
    return HttpResponse(done.stdout.strip())


# shows: 4.mail
# expect: async
def mail(request):
    send_mail("a", "b", "a@example.com", ["b@example.com"])
    return HttpResponse("sent")


# shows: 0.nothing_lazy 2.attribute
# expect: async
def nap_between(request, pk):
    book = Book.objects.get(pk=pk)
    time.sleep(0.01)
    return JsonResponse({"title": book.title, "author": book.author.name})


# shows: 0.one_unit 0.sync_is_safe
# expect: sync one unit
def nap_between_writes(request, pk):
    Book.objects.filter(pk=pk).update(stock=1)
    time.sleep(0.01)
    Book.objects.filter(pk=pk).update(stock=2)
    return HttpResponse("done")


urlpatterns = [
    path("nap/", nap),
    path("poll/", poll),
    path("read_file/", read_file),
    path("read_path/", read_path),
    path("run/", run),
    path("mail/", mail),
    path("nap_between/<int:pk>/", nap_between),
    path("nap_between_writes/<int:pk>/", nap_between_writes),
]
VISITS = [("GET", f"/{name}/") for name in ("nap", "poll", "read_file", "read_path", "run", "mail")] + [
    ("GET", "/nap_between/1/"), ("GET", "/nap_between_writes/1/"),
]
