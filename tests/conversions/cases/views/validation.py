"""Forms whose validation runs more than their fields' own."""
from barcodes import BarcodeField
from django import forms
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views import View

from shop.models import Author, Book


def is_new(value):
    if Book.objects.filter(title=value).exists():
        raise forms.ValidationError("taken")


def authors():
    return [(author.name, author.name) for author in Author.objects.all()]


def new_since(count):
    def check(value):
        if Book.objects.count() > count:
            raise forms.ValidationError("late")

    return check


class IsNew:
    def __call__(self, value):
        is_new(value)


class NewField(forms.CharField):
    def validate(self, value):
        super().validate(value)
        is_new(value)


class PlainForm(forms.Form):
    q = forms.CharField(label="Title")
    color = forms.ChoiceField(choices=[("red", "Red")], required=False, widget=forms.RadioSelect(attrs={"id": "c"}))


class OwnErrors(PlainForm):
    @property
    def errors(self):
        found = super().errors
        if not Author.objects.exists():
            found["q"] = ["nobody"]
        return found


class CleansFields(PlainForm):
    def _clean_fields(self):
        super()._clean_fields()
        self.count = Book.objects.count()


class CleansForm(PlainForm):
    def _clean_form(self):
        super()._clean_form()
        self.count = Book.objects.count()


class CleansAfter(PlainForm):
    def _post_clean(self):
        if Book.objects.filter(title=self.cleaned_data.get("q")).exists():
            self.add_error("q", "taken")


class LambdaChoices(forms.Form):
    q = forms.ChoiceField(choices=lambda: [(author.name, author.name) for author in Author.objects.all()])


class FunctionChoices(forms.Form):
    q = forms.ChoiceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].choices = authors


class Appended(PlainForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"].validators.append(is_new)


class Replaced(PlainForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["q"] = NewField()


class WithObject(forms.Form):
    q = forms.CharField(validators=[IsNew()])


class WithMade(forms.Form):
    q = forms.CharField(validators=[new_since(2)])


class OfPackage(forms.Form):
    q = BarcodeField()



# shows: 4.form_plain 4.form_valid
# expect: async
def plain(request):
    form = PlainForm(request.GET)
    if form.is_valid():
        return HttpResponse(form.cleaned_data["q"])
    return JsonResponse(form.errors)


# shows: 4.form_valid 4.form_clean
# expect: async
def own_errors(request):
    form = OwnErrors(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.form_clean
# expect: async
def cleans_fields(request):
    form = CleansFields(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.form_clean
# expect: async
def cleans_form(request):
    form = CleansForm(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_errors 4.form_clean
# expect: async
def cleans_after(request):
    return JsonResponse(CleansAfter(request.GET).errors)


# shows: 4.form_valid 4.form_construct
# expect: async
def lambda_choices(request):
    form = LambdaChoices(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.form_construct
# expect: async
def function_choices(request):
    form = FunctionChoices(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.form_clean
# expect: async
def appended(request):
    form = Appended(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.form_clean
# expect: async
def replaced(request):
    form = Replaced(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.form_clean
# expect: async
def with_object(request):
    form = WithObject(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.form_clean
# expect: async
def with_made(request):
    form = WithMade(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.helper_unseen
# expect: async
def of_package(request):
    form = OfPackage(request.GET)
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.form_clean
# expect: async
def altered(request):
    form = PlainForm(request.GET)
    form.fields["q"] = NewField()
    return HttpResponse("valid" if form.is_valid() else "not")


# shows: 4.form_valid 4.form_clean 4.helper
# expect: async
def altered_by_helper(request):
    form = PlainForm(request.GET)
    make_strict(form)
    return HttpResponse("valid" if form.is_valid() else "not")


def make_strict(form):
    form.fields["q"].validators.append(is_new)


# shows: 4.form_render 4.form_plain
# expect: async
def shown(request):
    form = PlainForm(request.GET)
    return HttpResponse(f"{form} {form.as_p()}")


# shows: 4.form_errors 8.nonlocal
# expect: async
def bound_again(request):
    form = PlainForm(request.GET)
    form.is_valid()

    def be_strict():
        nonlocal form
        form = CleansAfter(request.GET)

    be_strict()
    return JsonResponse(form.errors)


# shows: 4.form_errors 6.self_helper
# expect: async
class SetByHelper(View):
    def be_strict(self):
        self.form = CleansAfter(self.request.GET)

    def prepare(self):
        if self.request.GET:
            self.be_strict()

    def get(self, request):
        self.form = PlainForm(request.GET)
        self.form.is_valid()
        self.prepare()
        return JsonResponse(self.form.errors)


kept = ()


def keep():
    global kept
    kept = Book.objects.all()


# shows: 8.global 0.nothing_lazy
# expect: async
def kept_in_module(request):
    keep()
    return JsonResponse({"titles": [book.title for book in kept]})


urlpatterns = [
    path("plain/", plain),
    path("own_errors/", own_errors),
    path("cleans_fields/", cleans_fields),
    path("cleans_form/", cleans_form),
    path("cleans_after/", cleans_after),
    path("lambda_choices/", lambda_choices),
    path("function_choices/", function_choices),
    path("appended/", appended),
    path("replaced/", replaced),
    path("with_object/", with_object),
    path("with_made/", with_made),
    path("of_package/", of_package),
    path("altered/", altered),
    path("altered_by_helper/", altered_by_helper),
    path("shown/", shown),
    path("bound_again/", bound_again),
    path("set_by_helper/", SetByHelper.as_view()),
    path("kept_in_module/", kept_in_module),
]
VISITS = [("GET", f"/{name}/?q={title}") for name in (
    "plain", "own_errors", "cleans_fields", "cleans_form", "cleans_after", "lambda_choices", "function_choices",
    "appended", "replaced", "with_object", "with_made", "of_package", "altered", "altered_by_helper", "bound_again",
    "set_by_helper",
) for title in ("First", "Ann")] + [("GET", "/shown/"), ("GET", "/plain/"), ("GET", "/kept_in_module/")]
