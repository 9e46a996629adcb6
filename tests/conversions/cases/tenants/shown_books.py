"""Managers whose get_queryset reads what a thread keeps, or queries: that belongs to each use of them."""
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_list_or_404, get_object_or_404
from django.urls import path

from shop import kept
from shop.shown import ShownBook


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def listed(request):
    return JsonResponse([book.title for book in ShownBook.objects.order_by("pk")], safe=False)


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def counted(request):
    return HttpResponse(ShownBook.objects.count())


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def filtered(request):
    return HttpResponse(ShownBook.objects.filter(title__contains="ir").count())


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def looped(request):
    titles = []
    for book in ShownBook.objects.all():
        titles.append(book.title)
    return JsonResponse(titles, safe=False)


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def joined(request):
    books = ShownBook.objects.all() | ShownBook.objects.filter(title="Third")
    return HttpResponse(books.count())


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def first_found(request):
    book = get_object_or_404(ShownBook, title="First")
    return HttpResponse(book.title)


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def all_found(request):
    books = get_list_or_404(ShownBook.by_holder)
    return HttpResponse(", ".join(book.title for book in books))


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def changed(request):
    return HttpResponse(ShownBook.objects.filter(stock=5).update(stock=6))


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def default_manager(request):
    return HttpResponse(ShownBook._default_manager.count())


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def by_holder(request):
    return HttpResponse(ShownBook.by_holder.count())


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def by_cleared(request):
    return HttpResponse(ShownBook.by_cleared.count())


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def by_context(request):
    return HttpResponse(ShownBook.by_context.count())


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def by_identity(request):
    return HttpResponse(ShownBook.by_identity.count())


# shows: 1.own_get_queryset 7.local 0.access
# expect: async
def on_thread(request):
    return HttpResponse(ShownBook.on_thread.count())


# shows: 7.local
# expect: async
def said(request):
    found = kept.cleared(), kept.in_context(), kept.by_thread(), kept.on_thread(), kept.holder.get()
    return JsonResponse([*found, ShownBook.objects.count()], safe=False)


# shows: 7.local 0.sync_is_safe
# expect: sync kept.kept, which each thread has for itself,
def read_here(request):
    count = ShownBook.objects.count()
    return HttpResponse(f"{kept.kept.price} {count}")


# shows: 7.local 5.block
# expect: async
def kept_at_another(request):
    with kept.kept_at("20"):
        count = ShownBook.objects.count()
    return HttpResponse(count)


# shows: 1.own_get_queryset
# expect: async
def busy(request):
    return HttpResponse(ShownBook.busy.filter(price__gt=10).count())


# shows: 1.own_get_queryset
# expect: async
def busy_titles(request):
    return JsonResponse(list(ShownBook.busy.values_list("title", flat=True)), safe=False)


# shows: 1.own_get_queryset
# expect: async
def within(request):
    return HttpResponse(ShownBook.by_holder.filter(pk__in=ShownBook.busy.all()).count())


# shows: 1.own_get_queryset
# expect: async
def remembered(request):
    return HttpResponse(ShownBook.remembered.published().count())


# shows: 1.own_get_queryset
# expect: async
def remembered_first(request):
    book = ShownBook.remembered.cheapest()
    if book is None:
        raise Http404
    return HttpResponse(book.title)


urlpatterns = [
    path("listed/", listed),
    path("counted/", counted),
    path("filtered/", filtered),
    path("looped/", looped),
    path("joined/", joined),
    path("first_found/", first_found),
    path("all_found/", all_found),
    path("changed/", changed),
    path("default_manager/", default_manager),
    path("by_holder/", by_holder),
    path("by_cleared/", by_cleared),
    path("by_context/", by_context),
    path("by_identity/", by_identity),
    path("on_thread/", on_thread),
    path("said/", said),
    path("read_here/", read_here),
    path("kept_at_another/", kept_at_another),
    path("busy/", busy),
    path("busy_titles/", busy_titles),
    path("within/", within),
    path("remembered/", remembered),
    path("remembered_first/", remembered_first),
]
VISITS = [
    ("GET", "/listed/?price=10"),
    ("GET", "/counted/?price=20"),
    ("GET", "/filtered/?price=10"),
    ("GET", "/looped/?price=30"),
    ("GET", "/joined/?price=30"),
    ("GET", "/first_found/?price=10"),
    ("GET", "/first_found/?price=20"),
    ("GET", "/all_found/?price=20"),
    ("GET", "/changed/?price=20"),
    ("GET", "/default_manager/?price=20"),
    ("GET", "/by_holder/?price=20"),
    ("GET", "/by_cleared/?price=20"),
    ("GET", "/by_context/?price=20"),
    ("GET", "/by_identity/?price=20"),
    ("GET", "/on_thread/?price=20"),
    ("GET", "/said/?price=20"),
    ("GET", "/read_here/?price=20"),
    ("GET", "/kept_at_another/?price=10"),
    ("GET", "/busy/"),
    ("GET", "/busy_titles/"),
    ("GET", "/within/?price=20"),
    ("GET", "/remembered/"),
    ("GET", "/remembered_first/"),
]
