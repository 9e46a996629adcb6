from django import forms

from agents.models import Agent
from tickets.models import Ticket


class TicketForm(forms.ModelForm):
    class Meta:
        model = Ticket
        fields = ["subject", "body", "priority"]


class CommentForm(forms.Form):
    body = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)


class AssignForm(forms.Form):
    agent = forms.ModelChoiceField(
        queryset=Agent.objects.filter(is_available=True).select_related("user", "team")
    )
