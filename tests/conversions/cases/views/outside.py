"""The world outside: network, disk, caches, slow queries, passwords, signals."""
import csv
import io
import smtplib
import socket
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.auth.hashers import check_password, make_password
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.db.models import F, Func, Value
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Author, Book, Note
from shop.tasks import tell
from shop.upstream import ADDRESS, calculate, sold

FORM = Path(__file__).parent.parent / "shop" / "templates" / "form.html"


# shows: 4.urllib
# expect: async
def fetch(request):
    with urllib.request.urlopen(ADDRESS, timeout=5) as answer:
        text = answer.read().decode()
    return HttpResponse(text)


# shows: 4.socket
# expect: async
def connect(request):
    place = urlsplit(ADDRESS)
    connection = socket.create_connection((place.hostname, place.port), timeout=5)
    connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
    first = connection.recv(8)
    connection.close()
    return HttpResponse(first)


# shows: 4.smtplib
# expect: async
def post(request):
    try:
        smtplib.SMTP("127.0.0.1", 9, timeout=2).quit()
    except OSError:
        return HttpResponse("no post office")
    return HttpResponse("posted")


# shows: 4.mail
# expect: async
def message(request):
    letter = EmailMessage("subject", "body", "a@example.com", ["b@example.com"])
    letter.attach("a.txt", "text")
    return HttpResponse(str(letter.send()))


# shows: 4.sleep
# expect: async
def long_sleep(request):
    time.sleep(0.25)
    return HttpResponse("slept")


# shows: 4.sleep_in_dependency
# expect: async
def slow_dependency(request):
    return HttpResponse(str(calculate()))


# shows: 4.slow_database
# expect: async
def slow_query(request):
    author = Author.objects.annotate(rested=Func(Value(0.25), function="nap")).get(pk=1)
    return HttpResponse(author.name)


# shows: 4.path 4.open
# expect: async
def files(request):
    folder = Path(tempfile.mkdtemp())
    (folder / "a.txt").write_text("one")
    with (folder / "b.txt").open("w") as file:
        file.write("two")
    names = sorted(found.name for found in folder.iterdir())
    return JsonResponse({"names": names, "first": (folder / "a.txt").read_text()})


# shows: 4.zip
# expect: async
def packed(request):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.write(FORM, "form.html")
        archive.writestr("titles.txt", "\n".join(book.title for book in Book.objects.all()))
    with zipfile.ZipFile(target) as archive:
        return JsonResponse({"names": archive.namelist()})


# shows: 4.csv
# expect: async
def table(request):
    response = HttpResponse(content_type="text/csv")
    writer = csv.writer(response)
    for book in Book.objects.select_related("author"):
        writer.writerow([book.title, book.author.name])
    return response


# shows: 4.storage
# expect: async
def stored(request):
    name = default_storage.save("note.txt", ContentFile(b"text"))
    with default_storage.open(name) as file:
        text = file.read().decode()
    default_storage.delete(name)
    return JsonResponse({"text": text, "left": default_storage.exists(name)})


# shows: 4.file_field
# expect: async
def attached(request, pk):
    note = Note.objects.get(pk=pk)
    note.attachment.save("attached.txt", ContentFile(b"attached"))
    size = note.attachment.size
    note.attachment.delete()
    return HttpResponse(str(size))


# shows: 4.cache
# expect: async
def cached(request):
    cache.set("titles", [book.title for book in Book.objects.all()], 60)
    found = cache.get("titles")
    cache.delete("titles")
    return JsonResponse({"found": found, "left": cache.get("titles", "nothing")})


# shows: 4.cache_incr
# expect: async
def counted(request):
    time.sleep(0.01)
    cache.set("hits", 1)
    return HttpResponse(str(cache.incr("hits", 2)))


# shows: 4.hashing
# expect: async
def hashed(request):
    secret = make_password("secret")
    return JsonResponse({"right": check_password("secret", secret), "wrong": check_password("other", secret)})


# shows: 4.signal
# expect: async
def told(request, pk):
    answers = sold.send(sender=Book, pk=pk)
    return JsonResponse({"answers": [answer for _, answer in answers]})


# shows: 4.signal_robust
# expect: async
def told_robustly(request, pk):
    answers = sold.send_robust(sender=Book, pk=pk)
    return JsonResponse({"answers": [str(answer) for _, answer in answers]})


# shows: 4.queue
# expect: async
def queued(request, pk):
    book = Book.objects.get(pk=pk)
    tell.delay(book.pk)
    return HttpResponse("told later")


# shows: 4.queue
# expect: async
def queued_otherwise(request, pk):
    book = Book.objects.get(pk=pk)
    tell.apply_async(args=[book.pk])
    return HttpResponse(book.title)


# shows: 1.update
# expect: async
def raised(request, pk):
    Book.objects.filter(pk=pk).update(price=F("price") + 1)
    return HttpResponse(str(Book.objects.values_list("price", flat=True).get(pk=pk)))


urlpatterns = [
    path("fetch/", fetch),
    path("connect/", connect),
    path("post/", post),
    path("message/", message),
    path("long_sleep/", long_sleep),
    path("slow_dependency/", slow_dependency),
    path("slow_query/", slow_query),
    path("files/", files),
    path("packed/", packed),
    path("table/", table),
    path("stored/", stored),
    path("attached/<int:pk>/", attached),
    path("cached/", cached),
    path("counted/", counted),
    path("hashed/", hashed),
    path("told/<int:pk>/", told),
    path("told_robustly/<int:pk>/", told_robustly),
    path("queued/<int:pk>/", queued),
    path("queued_otherwise/<int:pk>/", queued_otherwise),
    path("raised/<int:pk>/", raised),
]
VISITS = [("GET", f"/{name}/") for name in (
    "fetch", "connect", "post", "message", "long_sleep", "slow_dependency", "slow_query", "files", "packed", "table",
    "stored", "cached", "counted", "hashed",
)] + [("GET", f"/{name}/1/") for name in ("attached", "told", "told_robustly", "raised", "queued", "queued_otherwise")]
