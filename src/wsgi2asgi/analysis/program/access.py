"""Django's access mixins: their sync ``dispatch`` asks who the visitor is before it hands on to the handlers.

https://github.com/django/django/blob/stable/5.2.x/django/contrib/auth/mixins.py
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from wsgi2asgi.analysis.program.unrouted_views import VIEW

_MODULE = "django.contrib.auth.mixins."
#: Asks whether the visitor is logged in, and has looked the user up whoever gets past it.
LOGIN = f"{_MODULE}LoginRequiredMixin"
#: Those with a ``dispatch``; AccessMixin, their base, has none.
CHECKS = (LOGIN, f"{_MODULE}PermissionRequiredMixin", f"{_MODULE}UserPassesTestMixin")
MIXINS = (f"{_MODULE}AccessMixin", *CHECKS)
#: What of them a project may override.
HOOKS = (
    "test_func", "get_test_func", "has_permission", "get_permission_required", "handle_no_permission", "get_login_url",
    "get_permission_denied_message", "get_redirect_field_name",
)  # fmt: skip


def before_view(lineage: Sequence[str]) -> tuple[str, ...]:
    """The classes of an MRO whose ``dispatch`` runs before that of View, which hands on to no other."""
    return tuple(takewhile(lambda name: name != VIEW, lineage))
