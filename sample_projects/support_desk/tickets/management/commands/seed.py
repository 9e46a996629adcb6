"""Demo content: the same rows, ids and dates on every fresh database. Running it again adds nothing."""

from datetime import datetime, timezone

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand
from django.db import transaction

from agents.models import Agent, Team
from notifications.models import Notification
from tickets.models import Comment, Ticket

User = get_user_model()

PASSWORD = "desk"


def on(day, hour=9, minute=0):
    return datetime(2025, 3, day, hour, minute, tzinfo=timezone.utc)


USERS = [
    # username, first name, last name, is superuser
    ("boss", "Beatrix", "Osei", True),
    ("nadia", "Nadia", "Rahimi", False),
    ("tom", "Tom", "Wilkes", False),
    ("customer", "Carla", "Usta", False),
    ("henrik", "Henrik", "Dahl", False),
]

AGENTS = [
    # username, team, capacity
    ("nadia", "First line", 5),
    ("tom", "First line", 4),
    ("boss", "Escalations", 10),
]

TICKETS = [
    {
        "subject": "Cannot log in after the update",
        "body": "Since Monday the app says my session has expired, over and over.",
        "requester": "customer",
        "assignee": "nadia",
        "priority": Ticket.Priority.URGENT,
        "status": Ticket.Status.ASSIGNED,
        "created_at": on(3, 8, 15),
        "assigned_at": on(3, 8, 40),
    },
    {
        "subject": "Invoice shows the wrong address",
        "body": "We moved in January, the February invoice still has the old street.",
        "requester": "henrik",
        "assignee": "tom",
        "priority": Ticket.Priority.NORMAL,
        "status": Ticket.Status.WAITING,
        "created_at": on(3, 11),
        "assigned_at": on(3, 13),
    },
    {
        "subject": "Export to CSV loses umlauts",
        "body": "Müller becomes MÃ¼ller when I open the file.",
        "requester": "henrik",
        "assignee": None,
        "priority": Ticket.Priority.LOW,
        "status": Ticket.Status.NEW,
        "created_at": on(4, 10),
    },
    {
        "subject": "Whole office offline",
        "body": "Nobody in Utrecht reaches the server.",
        "requester": "customer",
        "assignee": None,
        "priority": Ticket.Priority.URGENT,
        "status": Ticket.Status.NEW,
        "created_at": on(5, 7, 5),
    },
    {
        "subject": "Please delete the account of a former colleague",
        "body": "Her last day was the 28th.",
        "requester": "customer",
        "assignee": "boss",
        "priority": Ticket.Priority.NORMAL,
        "status": Ticket.Status.CLOSED,
        "created_at": on(1, 9),
        "assigned_at": on(1, 9, 30),
        "closed_at": on(2, 16),
    },
]

COMMENTS = [
    # ticket, author, time, text
    (0, "nadia", on(3, 8, 45), "Which version do you see under Help, About?"),
    (0, "customer", on(3, 9, 10), "It says 4.2.1."),
    (1, "tom", on(3, 13, 20), "Could you send us the new address in writing?"),
    (4, "boss", on(2, 16), "Done. The mailbox is kept for 90 days."),
]

READ_UP_TO = on(3, 0)


class Command(BaseCommand):
    help = "Fill the database with demo tickets, agents and notifications."

    @transaction.atomic
    def handle(self, *args, **options):
        users = {username: self.user(username, *rest) for username, *rest in USERS}
        agents = {name: self.agent(users[name], team, size) for name, team, size in AGENTS}
        tickets = [self.ticket(values, users, agents) for values in TICKETS]
        for index, author, at, body in COMMENTS:
            Comment.objects.get_or_create(
                ticket=tickets[index],
                author=users[author],
                body=body,
                defaults={"created_at": at},
            )
        # The receivers in notifications.signals wrote these, dated like the events.
        old = Notification.objects.filter(created_at__lt=READ_UP_TO)
        old.unread().update(read_at=READ_UP_TO)
        self.stdout.write(
            f"{len(users)} users, {len(agents)} agents, {len(tickets)} tickets, "
            f"{Notification.objects.count()} notifications"
        )

    def user(self, username, first_name, last_name, is_superuser):
        user, _ = User.objects.get_or_create(
            username=username,
            defaults={
                "first_name": first_name,
                "last_name": last_name,
                "email": f"{username}@desk.example",
                "is_staff": is_superuser,
                "is_superuser": is_superuser,
                "date_joined": on(1, 8),
                "password": make_password(PASSWORD, salt=f"seed{username}"),
            },
        )
        return user

    def agent(self, user, team_name, capacity):
        team, _ = Team.objects.get_or_create(name=team_name)
        agent, _ = Agent.objects.get_or_create(
            user=user, defaults={"team": team, "capacity": capacity}
        )
        return agent

    def ticket(self, values, users, agents):
        values = dict(values)
        assignee = values.pop("assignee")
        ticket, _ = Ticket.objects.get_or_create(
            subject=values.pop("subject"),
            requester=users[values.pop("requester")],
            defaults={**values, "assignee": agents[assignee] if assignee else None},
        )
        return ticket
