"""Transactions: the block is one unit, with everything that leaves it."""
import time

from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Author, Book, Order, OrderLine, Review


@transaction.atomic
def sell(book):
    book.stock -= 1
    book.save()
    return Order.objects.create(total=book.price)


# shows: 5.return
# expect: sync one hop
def returns(request, pk):
    with transaction.atomic():
        book = Book.objects.select_for_update().get(pk=pk)
        if book.stock < 1 or not book.is_published:
            return HttpResponse("sold out", status=409)
        book.stock -= 1
        book.save()
        return HttpResponse(f"{book.stock} left")


# shows: 5.return 5.early_exit
# expect: async
def exits_early(request, pk):
    authors = Author.objects.count()
    with transaction.atomic():
        book = Book.objects.select_for_update().get(pk=pk)
        if not book.is_published:
            return HttpResponse("not for sale", status=409)
        book.stock -= 1
        book.save()
    return HttpResponse(f"{book.stock} left of {Author.objects.filter(pk__lte=authors).count()}")


# shows: 5.break
# expect: async
def breaks(request):
    time.sleep(0.01)
    for book in Book.objects.all():
        with transaction.atomic():
            book.stock = 0
            book.save()
            if book.price > 15:
                break
    return HttpResponse(book.title)


# shows: 5.continue
# expect: async
def continues(request):
    done = []
    for book in Book.objects.all():
        with transaction.atomic():
            if book.price == 20:
                continue
            book.price += 1
            book.save()
        done.append(book.title)
    return JsonResponse({"done": done})


# shows: 5.exception
# expect: async
def rolls_back(request):
    try:
        with transaction.atomic():
            Review.objects.create(book_id=1, text="lost")
            Author.objects.create(id=1, name="taken")
    except IntegrityError:
        return HttpResponse("rolled back", status=409)
    return HttpResponse("kept")


# shows: 5.exception
# expect: async
def raised_by_hand(request, pk):
    try:
        with transaction.atomic():
            order = Order.objects.create(total=1)
            OrderLine.objects.create(order=order, book_id=pk)
            if Book.objects.get(pk=pk).price > 15:
                raise ValueError("too dear")
    except ValueError as error:
        return HttpResponse(str(error), status=400)
    return JsonResponse({"total": order.total})


# shows: 5.nonlocal
# expect: async
def used_behind(request, pk):
    sold, names = 0, []
    with transaction.atomic():
        for book in Book.objects.filter(pk__lte=pk):
            sold += book.price
            names.append(book.title)
            book.save()
        last = book.title
    return JsonResponse({"sold": sold, "names": names, "last": last})


# shows: 5.helper
# expect: async
def by_helper(request, pk):
    book = Book.objects.get(pk=pk)
    order = sell(book)
    return JsonResponse({"total": order.total, "stock": book.stock})


# shows: 5.on_commit
# expect: async
def on_commit(request, pk):
    told = []
    with transaction.atomic():
        Review.objects.create(book_id=pk, text="told")
        transaction.on_commit(lambda: told.append(Review.objects.count()))
    return JsonResponse({"told": told})


# shows: 5.block
# expect: async
def nested_blocks(request, pk):
    with transaction.atomic():
        Book.objects.filter(pk=pk).update(stock=7)
        try:
            with transaction.atomic():
                Author.objects.create(id=1, name="taken")
        except IntegrityError:
            Review.objects.create(book_id=pk, text="taken")
    return HttpResponse("done")


# shows: 5.block
# expect: async
def by_hand(request, pk):
    point = transaction.savepoint()
    Book.objects.filter(pk=pk).update(stock=7)
    transaction.savepoint_commit(point)
    return HttpResponse("done")


# shows: 0.sync_is_safe
# expect: sync each thread has for itself
def seen_queries(request):
    books = Book.objects.count()
    return JsonResponse({"books": books, "open": connection.in_atomic_block, "seen": len(connection.queries_log)})


urlpatterns = [
    path("seen_queries/", seen_queries),
    path("returns/<int:pk>/", returns),
    path("exits_early/<int:pk>/", exits_early),
    path("breaks/", breaks),
    path("continues/", continues),
    path("rolls_back/", rolls_back),
    path("raised_by_hand/<int:pk>/", raised_by_hand),
    path("used_behind/<int:pk>/", used_behind),
    path("by_helper/<int:pk>/", by_helper),
    path("on_commit/<int:pk>/", on_commit),
    path("nested_blocks/<int:pk>/", nested_blocks),
    path("by_hand/<int:pk>/", by_hand),
]
VISITS = [
    ("GET", "/seen_queries/"),
    ("GET", "/returns/1/"), ("GET", "/returns/3/"), ("GET", "/exits_early/1/"), ("GET", "/exits_early/3/"), ("GET", "/breaks/"), ("GET", "/continues/"), ("GET", "/rolls_back/"),
    ("GET", "/raised_by_hand/1/"), ("GET", "/raised_by_hand/2/"), ("GET", "/used_behind/2/"), ("GET", "/by_helper/1/"),
    ("GET", "/on_commit/1/"), ("GET", "/nested_blocks/1/"), ("GET", "/by_hand/1/"),
]
