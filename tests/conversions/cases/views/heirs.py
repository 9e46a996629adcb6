"""Rows of a class that are known as rows of one above it: what their own class overrides runs."""
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from shop.models import House, Inn, Named, Town


def shown(house: House):
    return f"{house}"


def shown_by_name(named: Named):
    return f"{named}"


def label(house: House):
    return house.label


def sign(house: House):
    return house.sign()


def to(house: House):
    return redirect(house)


def address(house: House):
    return house.get_absolute_url()


# shows: 2.overridden 2.str
# expect: async
def described(request):
    town = Town.objects.get()
    return HttpResponse(town.described())


# shows: 2.overridden 2.property
# expect: async
def labelled(request):
    town = Town.objects.get()
    return HttpResponse(town.labelled())


# shows: 2.overridden 2.str
# expect: async
def text_of_row(request):
    inn = Inn.objects.get()
    return HttpResponse(shown(inn))


# shows: 2.overridden 2.str
# expect: async
def text_of_abstract(request):
    town = Town.objects.get()
    return HttpResponse(shown_by_name(town))


# shows: 2.overridden 2.property
# expect: async
def label_of_row(request):
    inn = Inn.objects.get()
    return HttpResponse(label(inn))


# shows: 2.overridden 2.method
# expect: async
def sign_of_row(request):
    inn = Inn.objects.get()
    return HttpResponse(sign(inn))


# shows: 2.overridden 2.absolute_url
# expect: async
def go_to_row(request):
    inn = Inn.objects.get()
    return to(inn)


# shows: 2.overridden 2.absolute_url
# expect: async
def address_of_row(request):
    inn = Inn.objects.get()
    return HttpResponse(address(inn))


# shows: 2.overridden 2.str
# expect: async
def narrowed(request):
    found = {"inn": Inn}[request.GET.get("kind", "inn")].objects.first()
    if isinstance(found, House):
        return HttpResponse(str(found))
    return HttpResponse("none")


urlpatterns = [
    path("described/", described),
    path("labelled/", labelled),
    path("text_of_row/", text_of_row),
    path("text_of_abstract/", text_of_abstract),
    path("label_of_row/", label_of_row),
    path("sign_of_row/", sign_of_row),
    path("go_to_row/", go_to_row),
    path("address_of_row/", address_of_row),
    path("narrowed/", narrowed),
]
VISITS = [("GET", f"/{name}/") for name in (
    "described", "labelled", "text_of_row", "text_of_abstract", "label_of_row", "sign_of_row", "go_to_row",
    "address_of_row", "narrowed",
)]
