"""Templates and forms, beside what rendering.py and writes.py show."""
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import Context, Template, loader
from django.template.response import TemplateResponse
from django.urls import path

from shop.forms import BookForm, ReviewForm, UniqueForm
from shop.models import Book


# shows: 4.template_render
# expect: async
def from_text(request):
    template = Template("{% for book in books %}{{ book.author.name }} {% endfor %}")
    return HttpResponse(template.render(Context({"books": Book.objects.all()})))


# shows: 4.get_template
# expect: async
def from_file(request):
    template = loader.get_template("books.html")
    return HttpResponse(template.render({"title": "file", "books": Book.objects.all()}, request))


# shows: 4.content_first
# expect: async
def content_first(request):
    response = TemplateResponse(request, "books.html", {"books": Book.objects.all(), "title": "first"})
    response.render()
    return HttpResponse(str(len(response.content)))


# shows: 4.silent_if
# expect: async
def silent(request):
    template = Template("{% if user.is_authenticated and books.exists %}some{% else %}none{% endif %}")
    return HttpResponse(template.render(Context({"user": request.user, "books": Book.objects.all()})))


# shows: 4.static
# expect: async
def plain(request):
    return render(request, "form.html", status=202)


# shows: 4.form_render 4.form_construct
# expect: async
def choices(request):
    form = BookForm(initial={"title": "x"})
    return HttpResponse(f"{form.as_p()} {Book.objects.count()}")


# shows: 4.form_clean 4.form_errors
# expect: async
def clean(request):
    form = UniqueForm(request.POST)
    if form.is_valid():
        return HttpResponse("fresh")
    return JsonResponse(form.errors, status=400)


# shows: 4.form_save 4.form_cleaned
# expect: async
def changed(request, pk):
    book = Book.objects.get(pk=pk)
    form = BookForm(request.POST, instance=book)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    author = form.cleaned_data["author"]
    form.save()
    return HttpResponse(f"{book.title} by {author.name}")


# shows: 4.form_valid
# expect: async
def review(request, pk):
    form = ReviewForm(request.POST)
    if form.is_valid():
        form.instance.book_id = pk
        form.save()
    return JsonResponse({"valid": form.is_valid(), "errors": len(form.errors)})


urlpatterns = [
    path("from_text/", from_text),
    path("from_file/", from_file),
    path("content_first/", content_first),
    path("silent/", silent),
    path("plain/", plain),
    path("choices/", choices),
    path("clean/", clean),
    path("changed/<int:pk>/", changed),
    path("review/<int:pk>/", review),
]
VISITS = [("GET", f"/{name}/") for name in ("from_text", "from_file", "content_first", "silent", "plain", "choices")] + [
    ("POST", "/clean/", {"title": "First"}), ("POST", "/clean/", {"title": "Fresh"}),
    ("POST", "/changed/1/", {"title": "Changed", "price": "3", "author": "2"}), ("POST", "/changed/1/", {"title": ""}),
    ("POST", "/review/1/", {"text": "x", "rating": "2"}), ("POST", "/review/1/", {}),
]
