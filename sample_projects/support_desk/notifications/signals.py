"""Turn what happens to tickets into notifications for the people it concerns."""

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from notifications.models import Notification
from tickets.models import Comment, Ticket


@receiver(post_save, sender=Comment)
def notify_about_comment(sender, instance, created, raw=False, **kwargs):
    if not created or raw:
        return
    ticket = instance.ticket
    concerned = {ticket.requester}
    if ticket.assignee is not None:
        concerned.add(ticket.assignee.user)
    concerned.discard(instance.author)
    for user in sorted(concerned, key=lambda user: user.pk):
        text = f"{instance.author.username} commented on #{ticket.pk}"
        _notify(ticket, user, text, at=instance.created_at)


@receiver(pre_save, sender=Ticket)
def remember_previous_state(sender, instance, **kwargs):
    previous = Ticket.objects.filter(pk=instance.pk).values("assignee_id", "status").first()
    instance._previous = previous or {"assignee_id": None, "status": None}


@receiver(post_save, sender=Ticket)
def notify_about_ticket(sender, instance, created, raw=False, **kwargs):
    if raw:
        return
    previous = instance._previous
    if instance.assignee_id and instance.assignee_id != previous["assignee_id"]:
        text = f"#{instance.pk} was assigned to you"
        _notify(instance, instance.assignee.user, text, at=instance.assigned_at)
    if instance.status == Ticket.Status.CLOSED and previous["status"] != Ticket.Status.CLOSED:
        text = f"#{instance.pk} was closed"
        _notify(instance, instance.requester, text, at=instance.closed_at)


def _notify(ticket, user, text, at):
    Notification.objects.create(
        recipient=user, ticket=ticket, text=text, created_at=at or timezone.now()
    )
