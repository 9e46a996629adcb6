"""Generic relations ask for the type of their rows before any row is fetched."""
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.urls import path
from shop.models import Note, Shelf

NOT_X = ~Q(notes__text="x")


def dusty():
    return Q(notes__text="dusty")


def not_dusty():
    return ~Q(notes__text="x")


# shows: 2.generic_relation
# expect: async
def latest(request, pk):
    shelf = Shelf.objects.get(pk=pk)
    return HttpResponse(shelf.notes.last().text)


# shows: 2.generic_relation
# expect: async
def all_of_it(request, pk):
    shelf = Shelf.objects.get(pk=pk)
    notes = shelf.notes.all()
    return JsonResponse({"notes": [note.text for note in notes], "has": hasattr(shelf, "notes")})


# shows: 2.generic_relation 2.prefetched
# expect: async
def fetched_before(request, pk):
    shelf = Shelf.objects.prefetch_related("notes").get(pk=pk)
    return JsonResponse({"notes": [note.text for note in shelf.notes.all()]})


# shows: 2.generic_relation
# expect: async
def added(request, pk):
    shelf = Shelf.objects.get(pk=pk)
    note = shelf.notes.create(text="new")
    return HttpResponse(note.text)


# shows: 2.generic
# expect: async
def made(request, pk):
    shelf = Shelf.objects.get(pk=pk)
    note = Note(text="x", about=shelf)
    note.save()
    return HttpResponse(note.text)


# shows: 2.generic
# expect: async
def made_of_data(request, pk):
    shelf = Shelf.objects.get(pk=pk)
    data = {"text": "x", "about": shelf}
    note = Note(**data)
    return HttpResponse(note.text)


# shows: 2.generic
# expect: async
def created(request, pk):
    shelf = Shelf.objects.get(pk=pk)
    note = Note.objects.create(text="x", about=shelf)
    return HttpResponse(note.text)


# shows: 2.generic
# expect: async
def assigned(request, pk):
    note = Note.objects.get(pk=pk)
    shelf = Shelf.objects.get(pk=pk)
    note.about = shelf
    return HttpResponse(note.text)


# shows: 2.generic
# expect: async
def assigned_by_name(request, pk):
    note = Note.objects.get(pk=pk)
    shelf = Shelf.objects.get(pk=pk)
    setattr(note, "about", shelf)
    return HttpResponse(note.text)


# shows: 2.generic_relation 0.few_hops
# expect: async
def nothing_assigned(request, pk):
    count = Shelf.objects.count()
    note = Note(text="x", about=None)
    note.about = None
    return HttpResponse(f"{note.text} {count}")


# shows: 2.generic_relation
# expect: async
def without(request):
    shelves = Shelf.objects.exclude(notes__text="x")
    return HttpResponse(shelves.count())


# shows: 2.generic_relation
# expect: async
def by_expression(request):
    wanted = ~Q(notes__text="x") | Q(name="none")
    shelves = Shelf.objects.filter(wanted)
    names = [shelf.name for shelf in shelves.order_by("pk")]
    return JsonResponse({"names": names})


# shows: 2.generic_relation 0.few_hops
# expect: async
def looked_up(request):
    shelves = Shelf.objects.filter(notes__text="dusty").exclude(name="none")
    return HttpResponse(shelves.count())


# shows: 2.generic
# expect: async
def of_type(request):
    notes = Note.objects.filter(content_type=ContentType.objects.get_for_model(Shelf))
    return HttpResponse(notes.count())


# shows: 2.generic_relation
# expect: async
def by_constant(request):
    shelves = Shelf.objects.filter(NOT_X)
    return HttpResponse(shelves.count())


# shows: 2.generic_relation
# expect: async
def by_function(request):
    shelves = Shelf.objects.filter(not_dusty())
    return HttpResponse(shelves.count())


# shows: 2.generic_relation
# expect: async
def excluded(request):
    shelves = Shelf.objects.exclude(dusty())
    return HttpResponse(shelves.count())


# shows: 2.generic_relation
# expect: async
def q_of_keywords(request):
    filters = {"notes__text": "x"}
    shelves = Shelf.objects.filter(~Q(**filters))
    return HttpResponse(shelves.count())


# shows: 2.generic_relation
# expect: async
def by_manager_method(request):
    shelves = Shelf.objects.all()
    shelves = shelves.complex_filter(not_dusty())
    return HttpResponse(shelves.count())


urlpatterns = [
    path("latest/<int:pk>/", latest),
    path("all_of_it/<int:pk>/", all_of_it),
    path("fetched_before/<int:pk>/", fetched_before),
    path("added/<int:pk>/", added),
    path("made/<int:pk>/", made),
    path("made_of_data/<int:pk>/", made_of_data),
    path("created/<int:pk>/", created),
    path("assigned/<int:pk>/", assigned),
    path("assigned_by_name/<int:pk>/", assigned_by_name),
    path("nothing_assigned/<int:pk>/", nothing_assigned),
    path("without/", without),
    path("by_expression/", by_expression),
    path("looked_up/", looked_up),
    path("of_type/", of_type),
    path("by_constant/", by_constant),
    path("by_function/", by_function),
    path("excluded/", excluded),
    path("q_of_keywords/", q_of_keywords),
    path("by_manager_method/", by_manager_method),
]
VISITS = [("GET", f"/{name}/1/") for name in (
    "latest", "all_of_it", "fetched_before", "added", "made", "made_of_data", "created", "assigned", "assigned_by_name",
    "nothing_assigned",
)] + [("GET", f"/{name}/") for name in ("without", "by_expression", "looked_up", "of_type")] + [("GET", f"/{name}/") for name in (
    "by_constant", "by_function", "excluded", "q_of_keywords", "by_manager_method",
)]
