from django import forms

from sailings.models import Booking, Port


class BookingForm(forms.ModelForm):
    class Meta:
        model = Booking
        fields = ["code", "price"]


class PortForm(forms.Form):
    port = forms.ModelChoiceField(Port.objects.all())


class SearchForm(forms.Form):
    text = forms.CharField(required=False)


class CodeForm(forms.Form):
    code = forms.CharField()

    def clean_code(self):
        if Booking.objects.filter(code=self.cleaned_data["code"]).exists():  # hazard: clean-method-queries
            raise forms.ValidationError("taken")
        return self.cleaned_data["code"]
