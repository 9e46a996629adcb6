"""Names that go into and come out of runs that move to a thread as one unit."""
from django import forms
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Book, Review


LIMIT = getattr(settings, "SHOP_LIMIT", 3)
HOOK = getattr(settings, "SHOP_HOOK", None)


# shows: 1.count
# expect: async
def setting_with_a_default(request):
    if not LIMIT or HOOK:
        return HttpResponse(status=404)
    return JsonResponse({"limit": LIMIT + 1, "books": Book.objects.count()})


# shows: 8.try 0.one_unit
# expect: async
def else_of_try(request, pk):
    text = request.GET.get("text", "")
    try:
        review = Review.objects.get(book_id=pk, text=text)
    except Review.DoesNotExist:
        review = Review.objects.create(book_id=pk, text=text)
        review.rating = 1
        review.save()
    else:
        review.rating = 2
        review.save()
    return JsonResponse({"reviews": echo(pk)})


def echo(pk):
    return pk


# shows: 8.closure
# expect: async
def bound_again(request):
    found = {}
    for key in request.GET.getlist("key"):
        found[key] = set()
        for book in Book.objects.filter(title__contains=key):
            found[key].add(book.author.name)
    for key, names in found.items():
        found[key] = sorted(names)
    return JsonResponse(found)


# shows: 0.one_unit 8.try
# expect: async
def left_by_break(request):
    book = Book.objects.get(title=request.GET["title"])
    text = request.GET.get("text", "")
    number = 0
    while True:
        try:
            Review.objects.get(text=f"{text}{number}")
        except Review.DoesNotExist:
            review = Review.objects.create(book=book, text=f"{text}{number}")
            break
        else:
            number += 1
    return JsonResponse({"text": review.text})


# shows: 8.closure
# expect: async
def maybe_bound(request, pk):
    if "text" in request.GET:
        text = request.GET["text"]
    if Book.objects.filter(pk=pk).exists():
        if request.GET.get("other"):
            Review.objects.filter(book_id=pk).delete()
            text = Review.objects.create(book_id=pk, text=request.GET["other"]).text
    return HttpResponse(text)


# shows: 8.closure 8.nonlocal
# expect: async
def seen_by_another_function(request, pk):
    count = 0

    def report():
        return f"{count} reviews"

    for book in Book.objects.filter(pk__lte=pk):
        count += book.reviews.count()
    return HttpResponse(report())


# shows: 8.shadowing
# expect: async
def the_same_name_elsewhere(request, pk):
    def length(book):
        return len(book["title"])

    titles = []
    for found in Book.objects.filter(pk__lte=pk):
        book = {"title": found.author.name}
        titles.append(book)
    return JsonResponse({"lengths": [length(item) for item in titles]})


# shows: 8.try 0.one_unit
# expect: async
def half_done(request, pk):
    text = "none"
    try:
        book = Book.objects.get(pk=pk)
        text = Review.objects.create(book=book, text="first").text
        book.stock = int(request.GET["stock"])
        book.save()
    except ValueError:
        text += " but not the stock"
    return HttpResponse(text)


# shows: 8.closure
# expect: async
def in_either_arm(request, pk):
    names = []
    if request.GET.get("all"):
        for book in Book.objects.all():
            names.append(book.author.name)
    else:
        book = Book.objects.get(pk=pk)
        names.append(book.title)
    return JsonResponse({"names": names})


# shows: 4.form_construct 4.form_cleaned
# expect: async
def form_made_here(request, pk):
    book = Book.objects.get(pk=pk)

    class PickForm(forms.Form):
        review = forms.ModelChoiceField(queryset=Review.objects.filter(book=book))

    form = PickForm(request.GET)
    if form.is_valid():
        return HttpResponse(form.cleaned_data["review"].text)
    return JsonResponse({"errors": form.errors})


urlpatterns = [
    path("else_of_try/<int:pk>/", else_of_try),
    path("bound_again/", bound_again),
    path("left_by_break/", left_by_break),
    path("maybe_bound/<int:pk>/", maybe_bound),
    path("seen_by_another_function/<int:pk>/", seen_by_another_function),
    path("the_same_name_elsewhere/<int:pk>/", the_same_name_elsewhere),
    path("in_either_arm/<int:pk>/", in_either_arm),
    path("form_made_here/<int:pk>/", form_made_here),
    path("setting_with_a_default/", setting_with_a_default),
    path("half_done/<int:pk>/", half_done),
]
VISITS = [
    ("GET", "/else_of_try/1/?text=a"), ("GET", "/else_of_try/1/?text=a"), ("GET", "/bound_again/?key=i&key=e"),
    ("GET", "/left_by_break/?title=First&text=n"), ("GET", "/left_by_break/?title=First&text=n"), ("GET", "/maybe_bound/1/?text=plain"),
    ("GET", "/maybe_bound/1/?other=new"), ("GET", "/maybe_bound/99/?text=plain"),
    ("GET", "/seen_by_another_function/2/"), ("GET", "/the_same_name_elsewhere/2/"),
    ("GET", "/setting_with_a_default/"), ("GET", "/in_either_arm/2/"), ("GET", "/in_either_arm/2/?all=1"),
    ("GET", "/form_made_here/1/?review=99"), ("GET", "/form_made_here/1/?review=1"),
    ("GET", "/half_done/1/?stock=4"), ("GET", "/half_done/1/?stock=x"),
]
