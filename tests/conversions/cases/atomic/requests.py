"""Every request is a transaction, unless the view says no."""
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Author, Book, Review


# shows: 5.atomic_requests
# expect: sync ATOMIC_REQUESTS
def write(request):
    Review.objects.create(book_id=1, text="kept")
    return JsonResponse({"books": Book.objects.count()})


# shows: 5.atomic_requests
# expect: sync ATOMIC_REQUESTS
def lost(request):
    Review.objects.create(book_id=1, text="lost")
    transaction.set_rollback(True)
    return HttpResponse("rolled back")


# shows: 5.atomic_requests 6.non_atomic
# expect: async
@transaction.non_atomic_requests
def freed(request):
    authors = Author.objects.count()
    return JsonResponse({"books": Book.objects.count(), "authors": authors})


urlpatterns = [path("write/", write), path("lost/", lost), path("freed/", freed)]
VISITS = [("GET", "/write/"), ("GET", "/lost/"), ("GET", "/freed/")]
