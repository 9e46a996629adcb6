from django import forms


class PhoneForm(forms.Form):
    phone = forms.RegexField(r"^\d{3}$", help_text="Three digits, as dialled inside the house.")
