"""What the layers stand around."""
import sqlite3
import threading

from django.http import HttpResponse
from django.urls import path

from shop.models import Book
from shop.services import recall, remember


of_thread = threading.local()


def plain(request):
    return HttpResponse(f"{Book.objects.count()} {request.path}")


async def waiting(request):
    return HttpResponse(f"{await Book.objects.acount()} {request.path}")



def connected():
    if not hasattr(of_thread, "connection"):
        of_thread.connection = sqlite3.connect(":memory:")
    return of_thread.connection


def remembered(request):
    remember(request.path)
    return HttpResponse(f"{recall()} {connected().execute('select 1').fetchone()}")


urlpatterns = [path("plain/", plain), path("waiting/", waiting), path("remembered/", remembered)]
VISITS = [
    ("GET", "/remembered/"), ("GET", "/plain/"), ("GET", "/waiting/"), ("GET", "//plain/"), ("POST", "/waiting/", {})]
