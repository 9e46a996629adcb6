from django import forms
from django.conf import settings
from django.utils.text import slugify

from articles.models import Article, Subscriber


class ArticleForm(forms.ModelForm):
    class Meta:
        model = Article
        fields = ["headline", "section", "standfirst", "body"]

    def clean_headline(self):
        headline = self.cleaned_data["headline"]
        same = Article.objects.filter(slug=slugify(headline)).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError("There is an article with this headline already.")
        return headline

    def save(self, commit=True):
        if not self.instance.slug:
            self.instance.slug = slugify(self.cleaned_data["headline"])
        return super().save(commit)


class SubscribeForm(forms.Form):
    email = forms.EmailField()
    edition = forms.ChoiceField(
        choices=[(edition, edition.upper()) for edition in settings.EDITIONS]
    )

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if Subscriber.objects.filter(email=email).exists():
            raise forms.ValidationError("This address is on the list already.")
        return email
