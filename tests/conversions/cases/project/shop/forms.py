from django import forms

from shop.models import Book, Review


class SearchForm(forms.Form):
    q = forms.CharField(required=False)
    limit = forms.IntegerField(required=False, min_value=1)


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ["title", "price", "author"]


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields = ["text", "rating"]


class UniqueForm(forms.Form):
    title = forms.CharField()

    def clean_title(self):
        if Book.objects.filter(title=self.cleaned_data["title"]).exists():
            raise forms.ValidationError("taken")
        return self.cleaned_data["title"]
