from django import forms


class AddToBasketForm(forms.Form):
    quantity = forms.IntegerField(min_value=1, max_value=20, initial=1)


class CheckoutForm(forms.Form):
    address = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=400)
    accept_terms = forms.BooleanField(label="I accept the terms of sale")
