"""Writes that belong together stay in one hop."""
from django.contrib import messages
from django.core.mail import send_mail
from django.db.models import Func, Value
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from shop.forms import BookForm, ReviewForm, SearchForm
from shop.models import Book, Order, OrderLine, Review


# shows: 0.one_unit 1.create
# expect: async
def order(request, pk):
    book = get_object_or_404(Book, pk=pk)
    order = Order.objects.create(total=book.price)
    OrderLine.objects.create(order=order, book=book)
    book.stock -= 1
    book.save()
    return JsonResponse({"total": order.total, "stock": book.stock})


# shows: 0.one_unit 1.loop
# expect: async
def write_in_loop(request):
    for book in Book.objects.all():
        book.price += 1
        book.save()
    return HttpResponse("dearer")


# shows: 1.delete 1.create
# expect: async
def either_write(request, pk):
    if request.GET.get("delete"):
        Review.objects.filter(book_id=pk).delete()
        return HttpResponse("deleted")
    Review.objects.create(book_id=pk, text="new")
    return HttpResponse("added")


# shows: 1.create 3.messages
# expect: async
def one_write(request, pk):
    book = Book.objects.get(pk=pk)
    review = Review.objects.create(book=book, text="one")
    messages.info(request, "thanks")
    return redirect(f"/reviews/{review.book_id}/")


# shows: 4.mail
# expect: async
def write_and_mail(request, pk):
    book = Book.objects.get(pk=pk)
    Review.objects.create(book=book, text="mailed")
    send_mail("review", book.title, "a@example.com", ["b@example.com"])
    return HttpResponse("sent")


# shows: 3.session_write 0.one_unit
# expect: async
def write_and_store(request, pk):
    cart = request.session.get("cart", [])
    Review.objects.create(book_id=pk, text=f"bought with {len(cart)} others")
    request.session["cart"] = []
    return HttpResponse("bought")


# shows: 3.session_write
# expect: async
def write_or_store(request, pk):
    if request.GET.get("later"):
        request.session["later"] = pk
    else:
        Review.objects.create(book_id=pk, text="now")
    return HttpResponse("done")


# shows: 0.one_unit
# expect: async
def slow_order(request, pk):
    book = Book.objects.get(pk=pk)
    order = Order.objects.create(total=book.price)
    Book.objects.annotate(rested=Func(Value(0.25), function="nap")).get(pk=pk)
    OrderLine.objects.create(order=order, book=book)
    return JsonResponse({"total": order.total})


# shows: 0.one_unit
# expect: async
def conditional_write(request, pk):
    book = Book.objects.get(pk=pk)
    created = None
    if book.price < 15:
        created = Review.objects.create(book=book, text="cheap")
        book.stock = 0
        book.save()
    return JsonResponse({"created": created is not None, "stock": book.stock})


# shows: 4.form_valid 4.form_save 4.form_render
# expect: async
def model_form(request):
    form = BookForm(request.POST or None)
    if form.is_valid():
        book = form.save()
        return HttpResponse(f"saved {book.title}")
    return render(request, "form.html", {"form": form})


# shows: 4.form_valid 4.form_save 4.form_errors
# expect: async
def review_form(request, pk):
    book = get_object_or_404(Book, pk=pk)
    if request.method == "POST":
        form = ReviewForm(request.POST)
        if form.is_valid():
            review = form.save(commit=False)
            review.book = book
            review.save()
            return redirect("login")
    else:
        form = ReviewForm()
    return render(request, "form.html", {"form": form, "book": book})


# shows: 4.form_valid
# expect: async
def validated(request):
    form = BookForm(request.POST)
    if not form.is_valid():
        return HttpResponse("bad", status=400)
    return HttpResponse("good")


# shows: 4.form_plain
# expect: async
def plain_form(request):
    form = SearchForm(request.GET)
    if not form.is_valid():
        return HttpResponse("bad", status=400)
    found = Book.objects.filter(title__contains=form.cleaned_data["q"]).count()
    return JsonResponse({"found": found})


urlpatterns = [
    path("order/<int:pk>/", order),
    path("write_in_loop/", write_in_loop),
    path("either_write/<int:pk>/", either_write),
    path("one_write/<int:pk>/", one_write),
    path("write_and_mail/<int:pk>/", write_and_mail),
    path("write_and_store/<int:pk>/", write_and_store),
    path("write_or_store/<int:pk>/", write_or_store),
    path("slow_order/<int:pk>/", slow_order),
    path("conditional_write/<int:pk>/", conditional_write),
    path("model_form/", model_form),
    path("review_form/<int:pk>/", review_form),
    path("validated/", validated),
    path("plain_form/", plain_form),
]
VISITS = [
    ("GET", "/order/1/"), ("GET", "/order/99/"), ("GET", "/write_in_loop/"), ("GET", "/either_write/1/"),
    ("GET", "/either_write/1/?delete=1"), ("GET", "/one_write/1/"), ("GET", "/write_and_mail/1/"),
    ("POST", "/validated/", {"title": "New", "price": "3", "author": "1"}), ("POST", "/validated/", {}),
    ("GET", "/write_and_store/1/"), ("GET", "/write_or_store/1/"), ("GET", "/write_or_store/1/?later=1"),
    ("GET", "/slow_order/1/"), ("GET", "/conditional_write/1/"), ("GET", "/conditional_write/2/"), ("GET", "/model_form/"),
    ("POST", "/model_form/", {"title": "New", "price": "3", "author": "1"}), ("POST", "/model_form/", {"title": ""}),
    ("GET", "/review_form/1/"), ("POST", "/review_form/1/", {"text": "x", "rating": "2"}),
    ("POST", "/review_form/1/", {"text": "", "rating": "x"}), ("GET", "/plain_form/?q=Fi"), ("GET", "/plain_form/?limit=0"),
]
