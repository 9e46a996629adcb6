"""Functions that fields are given: what they have for a default, begin with, or have to choose from."""
from django import forms
from django.forms import formset_factory
from django.http import HttpResponse
from django.urls import path

from shop.models import Author, Book, Coupon, Voucher, Ticket


def authors():
    return [(author.name, author.name) for author in Author.objects.all()]


def first_title():
    return Book.objects.first().title


class TicketForm(forms.ModelForm):
    class Meta:
        model = Ticket
        fields = ["text"]


class VoucherForm(forms.ModelForm):
    class Meta:
        model = Voucher
        fields = ["text", "book"]


class WishForm(forms.Form):
    author = forms.ChoiceField(choices=authors, required=False)
    title = forms.CharField(initial=first_title)
    book = forms.ModelChoiceField(Book.objects.all(), required=False)


class PlainForm(forms.Form):
    title = forms.CharField(initial="First")
    color = forms.ChoiceField(choices=[("red", "Red")])


class BeganForm(forms.Form):
    title = forms.CharField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = first_title


# shows: 2.default
# expect: async
def made(request):
    ticket = Ticket(text="x")
    return HttpResponse(f"{ticket.number} {ticket.shelf_mark}")


# shows: 2.default
# expect: async
def made_by_place(request):
    ticket = Ticket(None, 4)
    return HttpResponse(f"{ticket.number} {ticket.shelf_mark}")


# shows: 2.default
# expect: async
def made_with_all(request):
    ticket = Ticket(number=1, shelf_mark=2)
    ticket.save()
    return HttpResponse(f"{ticket.number} {ticket.shelf_mark}")


# shows: 2.default
# expect: async
def covered(request):
    voucher = Voucher()
    voucher.save()
    return HttpResponse(f"{voucher.number}")


# shows: 2.default
# expect: async
def by_own_field(request):
    return HttpResponse(f"{Coupon().number}")


# shows: 2.default
# expect: async
def by_manager(request):
    return HttpResponse(f"{Coupon.objects.model().number}")


# shows: 2.default
# expect: async
def created(request):
    ticket = Ticket.objects.create(text="x")
    other, _ = Ticket.objects.get_or_create(text="y")
    Ticket.objects.bulk_create([Ticket(text=text) for text in "ab"])
    return HttpResponse(f"{ticket.number} {other.number} {Ticket.objects.count()}")


# shows: 2.default 4.form_construct
# expect: async
def made_by_form(request):
    form = TicketForm(request.GET or None)
    return HttpResponse(f"{form.is_bound} {form.instance.number}")


# shows: 2.default 4.form_construct
# expect: async
def made_by_form_for_row(request):
    form = TicketForm(request.GET, instance=Ticket.objects.create(text="z"))
    if form.is_valid():
        form.save()
    return HttpResponse(f"{form.instance.number}")


# shows: 2.default 4.form_construct
# expect: async
def limited(request):
    form = VoucherForm(instance=Voucher.objects.create())
    return HttpResponse(f"{form.instance.number}")


# shows: 4.field_function
# expect: async
def choices(request):
    form = WishForm()
    return HttpResponse(f"{list(form.fields['author'].choices)}")


# shows: 4.field_function
# expect: async
def choices_of_rows(request):
    form = WishForm()
    titles = []
    for _, title in form.fields["book"].choices:
        titles.append(title)
    return HttpResponse(f"{titles} {len(form['book'].field.widget.choices)}")


# shows: 4.field_function
# expect: async
def has_choice(request):
    form = WishForm()
    if ("Ann", "Ann") in form.fields["author"].choices:
        return HttpResponse("Ann")
    return HttpResponse(str(bool(form.fields["book"].choices)))


# shows: 4.field_function
# expect: async
def changed(request):
    form = WishForm(request.GET)
    is_changed = form.has_changed()
    return HttpResponse(f"{is_changed} {form.changed_data}")


# shows: 4.field_function
# expect: async
def changed_plain(request):
    form = PlainForm(request.GET)
    return HttpResponse(f"{form.has_changed()} {form.changed_data} {form.fields['color'].choices}")


# shows: 4.field_function
# expect: async
def begins_with(request):
    form = WishForm()
    found = form["title"]
    return HttpResponse(f"{found.initial} {form['title'].value()} {form.get_initial_for_field(form.fields['title'], 'title')}")


# shows: 4.field_function
# expect: async
def began(request):
    form = BeganForm()
    value = form["title"].value()
    return HttpResponse(value)


# shows: 4.field_function
# expect: async
def each_field(request):
    form = WishForm()
    values = [field.value() for field in form]
    return HttpResponse(f"{values}")


# shows: 4.field_function 4.form_errors
# expect: async
def errors_of_field(request):
    form = WishForm(request.GET)
    return HttpResponse(f"{form['author'].errors}")


# shows: 4.field_function
# expect: async
def one_shown(request):
    form = WishForm()
    return HttpResponse(f"<p>{form['author']}</p>")


# shows: 4.field_function
# expect: async
def several(request):
    count = Book.objects.count()
    wishes = formset_factory(WishForm, extra=2)()
    return HttpResponse(f"{count} {[form['title'].initial for form in wishes]}")


urlpatterns = [
    path("made/", made),
    path("made_by_place/", made_by_place),
    path("made_with_all/", made_with_all),
    path("covered/", covered),
    path("by_own_field/", by_own_field),
    path("by_manager/", by_manager),
    path("created/", created),
    path("made_by_form/", made_by_form),
    path("made_by_form_for_row/", made_by_form_for_row),
    path("limited/", limited),
    path("choices/", choices),
    path("choices_of_rows/", choices_of_rows),
    path("has_choice/", has_choice),
    path("changed/", changed),
    path("changed_plain/", changed_plain),
    path("begins_with/", begins_with),
    path("began/", began),
    path("each_field/", each_field),
    path("errors_of_field/", errors_of_field),
    path("one_shown/", one_shown),
    path("several/", several),
]
VISITS = [("GET", f"/{name}/") for name in (
    "made", "made_by_place", "made_with_all", "covered", "by_own_field", "by_manager", "created", "made_by_form",
    "limited", "choices", "choices_of_rows", "has_choice", "changed", "changed_plain", "begins_with", "began",
    "each_field", "errors_of_field", "one_shown", "several",
)] + [
    ("GET", "/made_by_form/?text=a"), ("GET", "/made_by_form_for_row/?text=a"), ("GET", "/changed/?title=First"),
    ("GET", "/changed_plain/?title=First"), ("GET", "/errors_of_field/?author=x"),
]
