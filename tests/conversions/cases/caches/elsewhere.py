"""A cache that is not in memory: a table."""
from django.core.cache import cache, caches
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.cache import cache_page

from shop.models import Book


# shows: 4.cache_elsewhere
# expect: async
def read_elsewhere(request):
    hits = caches["table"].get("hits", 0)
    cheap = Book.objects.filter(price__lt=15).count()
    return JsonResponse({"hits": hits, "cheap": cheap, "both": caches["table"].get_many(["hits", "none"])})


# shows: 4.cache_elsewhere
# expect: sync one hop
def cached_elsewhere(request):
    caches["table"].set("count", Book.objects.count())
    both = caches["table"].get_many(["count", "none"])
    caches["table"].clear()
    return JsonResponse({"both": both, "left": caches["table"].get_or_set("count", 5)})


# shows: 4.cache_elsewhere
# expect: async
def default(request):
    cache.set("count", Book.objects.count())
    cheap = Book.objects.filter(price__lt=15).count()
    return JsonResponse({"count": cache.get("count"), "cheap": cheap})


# shows: 4.cache_elsewhere 6.cache_page
# expect: sync cache_page
@cache_page(60)
def whole(request):
    return JsonResponse({"books": Book.objects.count()})


urlpatterns = [
    path("read_elsewhere/", read_elsewhere),
    path("cached_elsewhere/", cached_elsewhere),
    path("default/", default),
    path("whole/", whole),
]
VISITS = [("GET", "/read_elsewhere/"), ("GET", "/cached_elsewhere/"), ("GET", "/default/"), ("GET", "/whole/")]
