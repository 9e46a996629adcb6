from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from agents.models import Agent


def agent_required(view):
    """Let agents in, with their profile as ``request.agent``; everybody else is turned away."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            request.agent = Agent.objects.select_related("user", "team").get(user=request.user)
        except Agent.DoesNotExist:
            raise PermissionDenied("Agents only.") from None
        return view(request, *args, **kwargs)

    return wrapper
