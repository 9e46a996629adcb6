"""What happens to a ticket. Views and the admin go through here."""

from django.db import transaction
from django.utils import timezone

from tickets.models import Comment, Ticket


class TicketClosed(Exception):
    """The ticket is closed and takes no further changes."""


def add_comment(ticket, author, body):
    """Comment, and move the ticket between "waiting" and "assigned" depending on who spoke."""
    with transaction.atomic():
        comment = Comment.objects.create(ticket=ticket, author=author, body=body)
        if ticket.is_open and ticket.assignee is not None:
            answered = ticket.assignee.user_id == author.pk
            ticket.status = Ticket.Status.WAITING if answered else Ticket.Status.ASSIGNED
            ticket.save(update_fields=["status"])
    return comment


def assign(ticket_id, agent):
    """Give the ticket to an agent. Locks the row: two agents may press the button at once."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
        if not ticket.is_open:
            raise TicketClosed(ticket)
        ticket.assignee = agent
        ticket.assigned_at = timezone.now()
        ticket.status = Ticket.Status.ASSIGNED
        ticket.save(update_fields=["assignee", "assigned_at", "status"])
    return ticket


def close(ticket, by, resolution=""):
    if not ticket.is_open:
        raise TicketClosed(ticket)
    with transaction.atomic():
        if resolution:
            Comment.objects.create(ticket=ticket, author=by, body=resolution)
        ticket.status = Ticket.Status.CLOSED
        ticket.closed_at = timezone.now()
        ticket.save(update_fields=["status", "closed_at"])
    return ticket
