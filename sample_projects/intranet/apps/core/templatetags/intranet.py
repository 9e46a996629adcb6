from django import template

from notices.models import Notice

register = template.Library()


@register.inclusion_tag("notices/_pinned.html")
def pinned_notices():
    return {"notices": Notice.objects.current().filter(pinned=True)}


@register.filter
def initials(user):
    return "".join(part[:1] for part in (user.first_name, user.last_name))
