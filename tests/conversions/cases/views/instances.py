"""Instances: lazy relations, properties, saving, deleting."""
from importlib import import_module

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.module_loading import import_string

from shop.models import Author, Book, Order, Review


def last_of(books):
    """Something that cannot be followed."""
    return getattr(books, "la" + "st")()


# shows: 2.chain 2.attribute 2.foreign_key
# expect: async
def chain(request, pk):
    review = Review.objects.get(pk=pk)
    return HttpResponse(review.book.author.name)


# shows: 1.get_or_create 2.created
# expect: async
def found_or_made(request, pk):
    author = Author.objects.get(name="Ann")
    book, made = Book.objects.get_or_create(author=author, title=request.GET["title"])
    return JsonResponse({"author": book.author.name, "made": made})


# shows: 2.foreign_key 2.id 0.few_hops
# expect: async
def several(request, pk):
    book = Book.objects.get(pk=pk)
    return JsonResponse({"author": book.author.name, "city": book.publisher.city, "id": book.author_id})


# shows: 2.foreign_key
# expect: async
def loaded_once(request, pk):
    book = Book.objects.get(pk=pk)
    address = reverse("book", kwargs={"pk": book.author.id})
    if book.author.name == "Ann":
        return HttpResponse(address)
    return HttpResponse(status=404)


# shows: 4.helper_unseen
# expect: async
def not_known(request, pk):
    book = last_of(Book.objects.filter(pk=pk))
    if not book.is_published:
        return HttpResponse(status=404)
    return HttpResponse("there" if book.stock and book.price else "out of stock")


# shows: 2.select_related
# expect: async
def joined(request, pk):
    book = Book.objects.select_related("author").get(pk=pk)
    return HttpResponse(f"{book.title} by {book.author.name}")


# shows: 2.str
# expect: async
def as_text(request, pk):
    book = Book.objects.get(pk=pk)
    return HttpResponse(f"<b>{book}</b>")


# shows: 2.property 2.property_in_hop
# expect: async
def through_property(request, pk):
    book = Book.objects.get(pk=pk)
    if book.is_cheap:
        return HttpResponse(book.label)
    return HttpResponse("dear")


# shows: 2.method
# expect: async
def through_method(request, pk):
    book = Book.objects.get(pk=pk)
    return JsonResponse({"rating": book.rating()})


# shows: 2.one_to_one 2.hasattr
# expect: async
def reverse_relation(request):
    if hasattr(request.user, "profile"):
        return HttpResponse(request.user.profile.motto)
    return HttpResponse("no profile")


# shows: 1.save
# expect: async
def save(request, pk):
    book = Book.objects.get(pk=pk)
    book.price = 99
    book.save()
    return HttpResponse("saved")


# shows: 1.save 1.refresh
# expect: async
def save_some(request, pk):
    book = Book.objects.get(pk=pk)
    book.price += 1
    book.title = book.title.upper()
    book.save(update_fields=["price"])
    book.refresh_from_db()
    return HttpResponse(f"{book.title} {book.price}")


# shows: 1.delete_instance
# expect: async
def delete(request, pk):
    Book.objects.get(pk=pk).delete()
    return HttpResponse("gone")


# shows: 1.save 0.overrides_win
# expect: async
def overridden_save(request):
    order = Order(note="  spaces  ", total=3)
    order.save()
    return HttpResponse(f"[{order.note}]")


# shows: 2.absolute_url
# expect: async
def to_object(request, pk):
    return redirect(Book.objects.get(pk=pk))


# shows: 1.related_clear
# expect: async
def tags(request, pk):
    book = Book.objects.get(pk=pk)
    book.tags.clear()
    return HttpResponse("cleared")


# shows: 4.helper_unseen 2.getattr
# expect: async
def of_any_model(request, pk):
    found = get_object_or_404(import_string(f"shop.models.{request.GET.get('model', 'Book')}"), pk=pk)
    about = {"author": getattr(found, "author", None) is not None}
    return JsonResponse(about)


# shows: 2.getattr 2.hasattr
# expect: async
def of_any_field(request, pk):
    book = Book.objects.get(pk=pk)
    value = getattr(book, request.GET.get("of", "author"))
    return JsonResponse({"set": value is not None, "has": hasattr(book, request.GET.get("has", "publisher"))})


# shows: 4.helper_unseen
# expect: async
def of_any_module(request):
    services = import_module("shop." + request.GET.get("module", "services"))
    stock = services.total_stock()
    return HttpResponse(f"{stock}")


urlpatterns = [
    path("of_any_model/<int:pk>/", of_any_model),
    path("of_any_field/<int:pk>/", of_any_field),
    path("of_any_module/", of_any_module),
    path("chain/<int:pk>/", chain),
    path("found_or_made/<int:pk>/", found_or_made),
    path("several/<int:pk>/", several),
    path("loaded_once/<int:pk>/", loaded_once),
    path("not_known/<int:pk>/", not_known),
    path("joined/<int:pk>/", joined),
    path("as_text/<int:pk>/", as_text),
    path("through_property/<int:pk>/", through_property),
    path("through_method/<int:pk>/", through_method),
    path("reverse_relation/", reverse_relation),
    path("save/<int:pk>/", save),
    path("save_some/<int:pk>/", save_some),
    path("delete/<int:pk>/", delete),
    path("overridden_save/", overridden_save),
    path("to_object/<int:pk>/", to_object),
    path("tags/<int:pk>/", tags),
]
VISITS = [("GET", f"/{name}/1/") for name in (
    "chain", "several", "loaded_once", "not_known", "joined", "as_text", "through_property", "through_method", "save", "save_some", "delete",
    "to_object", "tags", "of_any_model", "of_any_field",
)] + [("GET", "/reverse_relation/"), ("GET", "/overridden_save/"), ("GET", "/of_any_module/"), ("GET", "/found_or_made/1/?title=First"),
    ("GET", "/found_or_made/1/?title=Fresh")]
