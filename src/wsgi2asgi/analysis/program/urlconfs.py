"""URL configurations beside the root one, which requests to other hosts get."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.settings import Settings


def other_urlconfs(names: Names, settings: Settings, root: str) -> list[str]:
    """Modules with ``urlpatterns`` that a setting names (``PUBLIC_SCHEMA_URLCONF``, ``SUBDOMAIN_URLCONFS``), or the
    module that django-hosts reads.

    https://django-hosts.readthedocs.io/ and https://django-tenants.readthedocs.io/
    """
    named = dict.fromkeys(map(names.canonical, _named(names, settings)))
    return [module for module in named if module != root and _is_urlconf(names, module)]


def _named(names: Names, settings: Settings) -> Iterator[str]:
    for setting in settings.merged:
        yield from (value for _, value in settings.walk(setting) if isinstance(value, str) and "." in value)
    hosts = settings.likely("ROOT_HOSTCONF")
    facts = names.facts(names.canonical(hosts)) if isinstance(hosts, str) else None
    for op in facts.by_qualname[""].ops if facts else ():
        if op.kind == "const" and isinstance(op.value, str) and "." in op.value:
            yield op.value


def _is_urlconf(names: Names, module: str) -> bool:
    facts = names.facts(module)
    return facts is not None and "urlpatterns" in facts.by_qualname[""].local
