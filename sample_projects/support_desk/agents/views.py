from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Q
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from agents.decorators import agent_required
from agents.models import Agent, Team
from tickets.models import Ticket


@agent_required
def dashboard(request):
    """The agent's own queue, what nobody has taken yet, and the load of the team."""
    mine = request.agent.open_tickets().select_related("requester")
    unassigned = Ticket.objects.open().filter(assignee=None).select_related("requester")
    colleagues = request.agent.team.agents.exclude(pk=request.agent.pk).select_related("user")
    return render(
        request,
        "agents/dashboard.html",
        {
            "agent": request.agent,
            "mine": mine,
            "unassigned": unassigned,
            "colleagues": colleagues,
        },
    )


@agent_required
@require_POST
def toggle_availability(request):
    request.agent.is_available = not request.agent.is_available
    request.agent.save(update_fields=["is_available"])
    return redirect("agents:dashboard")


class AgentDetailView(LoginRequiredMixin, DetailView):
    queryset = Agent.objects.select_related("user", "team")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["tickets"] = self.object.open_tickets().select_related("requester")
        return context


class TeamBoardView(View):
    """Feeds the screen on the office wall: open and urgent tickets of each team."""

    def get(self, request):
        unfinished = Q(agents__tickets__status__in=Ticket.OPEN_STATUSES)
        urgent = unfinished & Q(agents__tickets__priority=Ticket.Priority.URGENT)
        teams = Team.objects.annotate(
            open=Count("agents__tickets", filter=unfinished),
            urgent=Count("agents__tickets", filter=urgent),
        )
        rows = [{"team": team.name, "open": team.open, "urgent": team.urgent} for team in teams]
        unassigned = Ticket.objects.open().filter(assignee=None).count()
        return JsonResponse({"teams": rows, "unassigned": unassigned})
