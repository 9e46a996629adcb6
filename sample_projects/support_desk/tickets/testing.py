"""Rows that the tests of all apps start from."""

from django.contrib.auth import get_user_model

from agents.models import Agent, Team
from tickets.models import Ticket

User = get_user_model()


def make_customer(username="customer"):
    return User.objects.create_user(username, first_name=username.title())


def make_agent(username="nadia", team="First line"):
    team, _ = Team.objects.get_or_create(name=team)
    user = User.objects.create_user(username, first_name=username.title())
    return Agent.objects.create(user=user, team=team, capacity=4)


def make_ticket(requester, **values):
    values = {"subject": "Printer on fire", "body": "It is warm.", **values}
    return Ticket.objects.create(requester=requester, **values)
