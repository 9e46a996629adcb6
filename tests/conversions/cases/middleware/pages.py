"""What the layers stand around."""
from django.http import HttpResponse
from django.urls import path

from shop.models import Book


def plain(request):
    return HttpResponse(f"{Book.objects.count()} {request.path}")


async def waiting(request):
    return HttpResponse(f"{await Book.objects.acount()} {request.path}")



urlpatterns = [path("plain/", plain), path("waiting/", waiting)]
VISITS = [("GET", "/plain/"), ("GET", "/waiting/"), ("GET", "//plain/"), ("POST", "/waiting/", {})]
