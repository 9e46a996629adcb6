"""Related rows that are in memory no longer when they are asked for."""
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Author, Book, OrderLine, Tag


class Reading:
    """A book that is read."""

    def __init__(self):
        self.book = Book.objects.select_related("author").get(pk=1)

    def reload(self):
        self.book.refresh_from_db()

    def change(self):
        self.book.author_id = 2

    def name(self):
        return self.book.author.name

    def both(self):
        self.reload()
        return self.name()


def reload(book):
    book.refresh_from_db()


def label(book):
    book.tags.add(Tag.objects.get(name="NEW"))


# shows: 1.refresh 2.foreign_key
# expect: async
def refreshed(request):
    book = Book.objects.select_related("author").get(pk=1)
    book.refresh_from_db()
    return HttpResponse(book.author.name)


# shows: 1.refresh 2.assigned
# expect: async
def assigned_and_refreshed(request):
    book = Book.objects.get(pk=1)
    book.author = Author.objects.get(name="Bob")
    book.refresh_from_db()
    return HttpResponse(book.author.name)


# shows: 1.refresh 4.helper
# expect: async
def refreshed_by_helper(request):
    book = Book.objects.select_related("author").get(pk=1)
    reload(book)
    return HttpResponse(book.author.name)


# shows: 1.refresh 2.foreign_key
# expect: async
def refreshed_under_another_name(request):
    book = Book.objects.select_related("author").get(pk=1)
    same = book
    same.refresh_from_db()
    return HttpResponse(book.author.name)


# shows: 1.refresh 2.prefetched
# expect: async
def refreshed_prefetch(request):
    author = Author.objects.prefetch_related("books").get(pk=1)
    author.refresh_from_db()
    return HttpResponse(" ".join(book.title for book in author.books.all()))


# shows: 1.related_add 2.prefetched
# expect: async
def added(request):
    book = Book.objects.prefetch_related("tags").get(pk=2)
    book.tags.add(Tag.objects.get(name="NEW"))
    return HttpResponse(" ".join(tag.name for tag in book.tags.all()))


# shows: 1.related_add 2.prefetched 4.helper
# expect: async
def added_by_helper(request):
    books = list(Book.objects.prefetch_related("tags"))
    label(books[1])
    return JsonResponse({book.title: [tag.name for tag in book.tags.all()] for book in books})


# shows: 1.related_set 2.prefetched
# expect: async
def replaced(request):
    book = Book.objects.prefetch_related("tags").get(pk=1)
    book.tags.set(Tag.objects.none())
    return HttpResponse(" ".join(tag.name for tag in book.tags.all()))


# shows: 1.related_clear 2.prefetched
# expect: async
def cleared(request):
    book = Book.objects.prefetch_related("tags").get(pk=1)
    tags = book.tags
    tags.clear()
    return HttpResponse(" ".join(tag.name for tag in tags.all()))


# shows: 1.related_create 2.prefetched
# expect: async
def made(request):
    author = Author.objects.prefetch_related("books").get(pk=1)
    author.books.create(title="Fourth")
    return HttpResponse(" ".join(book.title for book in author.books.all()))


# shows: 2.assigned 2.id
# expect: async
def another_key(request):
    book = Book.objects.select_related("author").get(pk=1)
    book.author_id = Author.objects.get(name="Bob").pk
    return HttpResponse(book.author.name)


# shows: 2.assigned 2.id
# expect: async
def another_key_by_name(request):
    book = Book.objects.select_related("author").get(pk=1)
    setattr(book, "author_id", Author.objects.get(name="Bob").pk)
    return HttpResponse(book.author.name)


# shows: 2.assigned 2.chain
# expect: async
def another_row(request):
    line = OrderLine(book=Book.objects.select_related("author").get(pk=1))
    line.book = Book.objects.get(pk=3)
    return HttpResponse(line.book.author.name)


# shows: 1.update 1.loop
# expect: async
def updated(request):
    books = Book.objects.all()
    before = [book.price for book in books]
    books.update(price=7)
    return JsonResponse({"before": before, "after": [book.price for book in books]})


# shows: 2.assigned 2.id
# expect: async
def alias(request):
    book = Book.objects.select_related("author").get(pk=1)
    a = book
    a.author_id = 2
    return HttpResponse(book.author.name)


# shows: 2.assigned 2.id
# expect: async
def alias_back(request):
    book = Book.objects.select_related("author").get(pk=1)
    a = book
    book.author_id = 2
    return HttpResponse(a.author.name)


# shows: 1.refresh 2.foreign_key
# expect: async
def by_method(request):
    box = Reading()
    box.reload()
    return HttpResponse(box.name())


# shows: 1.refresh 2.foreign_key
# expect: async
def by_both(request):
    box = Reading()
    return HttpResponse(box.both())


# shows: 1.refresh 2.foreign_key
# expect: async
def by_attribute(request):
    box = Reading()
    box.reload()
    return HttpResponse(box.book.author.name)


# shows: 2.assigned 2.id
# expect: async
def by_change(request):
    box = Reading()
    box.change()
    return HttpResponse(box.name() + box.book.author.name)


# shows: 2.assigned 2.id
# expect: async
def by_change_outside(request):
    box = Reading()
    box.book.author_id = 2
    return HttpResponse(box.book.author.name)


# shows: 2.prefetched
# expect: async
def prefetch_cleared(request):
    author = Author.objects.prefetch_related("books").get(pk=1)
    author._prefetched_objects_cache.clear()
    return HttpResponse(str(len(author.books.all())))


# shows: 2.prefetched
# expect: async
def prefetch_cleared2(request):
    author = Author.objects.prefetch_related("books").get(pk=1)
    author._prefetched_objects_cache = {}
    return HttpResponse(str(len(author.books.all())))


# shows: 2.deferred
# expect: async
def deferred_field(request):
    book = Book.objects.get(pk=1)
    del book.title
    return HttpResponse(str(book.title))


urlpatterns = [
    path("refreshed/", refreshed),
    path("assigned_and_refreshed/", assigned_and_refreshed),
    path("refreshed_by_helper/", refreshed_by_helper),
    path("refreshed_under_another_name/", refreshed_under_another_name),
    path("refreshed_prefetch/", refreshed_prefetch),
    path("added/", added),
    path("added_by_helper/", added_by_helper),
    path("replaced/", replaced),
    path("cleared/", cleared),
    path("made/", made),
    path("another_key/", another_key),
    path("another_key_by_name/", another_key_by_name),
    path("another_row/", another_row),
    path("updated/", updated),
    path("alias/", alias),
    path("alias_back/", alias_back),
    path("by_method/", by_method),
    path("by_both/", by_both),
    path("by_attribute/", by_attribute),
    path("by_change/", by_change),
    path("by_change_outside/", by_change_outside),
    path("prefetch_cleared/", prefetch_cleared),
    path("prefetch_cleared2/", prefetch_cleared2),
    path("deferred_field/", deferred_field),
]
VISITS = [("GET", f"/{name}/") for name in (
    "refreshed", "assigned_and_refreshed", "refreshed_by_helper", "refreshed_under_another_name", "refreshed_prefetch",
    "added", "added_by_helper", "replaced", "cleared", "made", "another_key", "another_key_by_name", "another_row",
    "updated",
)] + [("GET", f"/{name}/") for name in (
    "alias", "alias_back", "by_method", "by_both", "by_attribute", "by_change", "by_change_outside",
    "prefetch_cleared", "prefetch_cleared2", "deferred_field",
)]
