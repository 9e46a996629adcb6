from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from agents.decorators import agent_required
from tickets import services
from tickets.forms import AssignForm, CommentForm, TicketForm
from tickets.models import Ticket

TICKETS_PER_PAGE = 20


@login_required
def ticket_list(request):
    tickets = Ticket.objects.visible_to(request.user).select_related("requester", "assignee__user")
    status = request.GET.get("status", "")
    if status in Ticket.Status.values:
        tickets = tickets.filter(status=status)
    page = Paginator(tickets, TICKETS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tickets/list.html",
        {"page": page, "status": status, "statuses": Ticket.Status.choices},
    )


@login_required
def ticket_detail(request, pk):
    """A ticket with its conversation; posting here adds a comment."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), pk=pk)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_comment(ticket, request.user, form.cleaned_data["body"])
        messages.success(request, "Comment added.")
        return redirect(ticket)
    return render(
        request,
        "tickets/detail.html",
        {
            "ticket": ticket,
            "comments": ticket.comments.select_related("author"),
            "form": form,
            "assign_form": AssignForm(initial={"agent": ticket.assignee_id}),
            "may_assign": hasattr(request.user, "agent"),
        },
    )


@login_required
def ticket_create(request):
    if request.method == "POST":
        form = TicketForm(request.POST)
        if form.is_valid():
            ticket = form.save(commit=False)
            ticket.requester = request.user
            ticket.save()
            messages.success(request, f"Ticket #{ticket.pk} opened.")
            return redirect(ticket)
    else:
        form = TicketForm()
    return render(request, "tickets/create.html", {"form": form})


@require_POST
@agent_required
def ticket_assign(request, pk):
    get_object_or_404(Ticket, pk=pk)
    form = AssignForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose an available agent.")
        return redirect("tickets:detail", pk=pk)
    try:
        ticket = services.assign(pk, form.cleaned_data["agent"])
    except services.TicketClosed:
        messages.error(request, "The ticket is closed.")
        return redirect("tickets:detail", pk=pk)
    messages.success(request, f"Assigned to {ticket.assignee}.")
    return redirect(ticket)


@require_POST
@login_required
def ticket_close(request, pk):
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), pk=pk)
    try:
        services.close(
            ticket, by=request.user, resolution=request.POST.get("resolution", "").strip()
        )
    except services.TicketClosed:
        messages.info(request, "The ticket was closed already.")
    else:
        messages.success(request, "Ticket closed.")
    return redirect(ticket)


@login_required
@require_GET
def ticket_updates(request, pk):
    """Comments newer than ``?after=<id>``; what the ticket page polls when it has no socket."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), pk=pk)
    after = _as_int(request.GET.get("after"))
    comments = ticket.comments.filter(pk__gt=after).select_related("author")
    return JsonResponse(
        {
            "status": ticket.get_status_display(),
            "assignee": str(ticket.assignee) if ticket.assignee else None,
            "comments": [
                {
                    "id": comment.pk,
                    "author": comment.author.get_full_name() or comment.author.username,
                    "body": comment.body,
                    "created_at": comment.created_at.isoformat(),
                }
                for comment in comments
            ],
        }
    )


def queue_stats(request):
    """Numbers for the public status page."""
    tickets = Ticket.objects.all()
    oldest = Ticket.objects.open().order_by("created_at").first()
    return JsonResponse(
        {
            "open": tickets.open().count(),
            "closed": tickets.filter(status=Ticket.Status.CLOSED).count(),
            "urgent": tickets.open().filter(priority=Ticket.Priority.URGENT).exists(),
            "oldest_open": oldest.created_at.isoformat() if oldest else None,
        }
    )


def _as_int(text, default=0):
    try:
        return int(text)
    except (TypeError, ValueError):
        return default
