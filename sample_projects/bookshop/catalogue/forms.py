from django import forms

from .models import Author, Review


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields = ["rating", "body"]


class AuthorForm(forms.ModelForm):
    class Meta:
        model = Author
        fields = ["name", "slug", "born", "biography"]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class StockForm(forms.Form):
    delta = forms.IntegerField(min_value=-1000, max_value=1000)
