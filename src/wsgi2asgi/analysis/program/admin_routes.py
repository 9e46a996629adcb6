"""Views that classes of the admin add: the routes in ``get_urls`` of a ModelAdmin or AdminSite."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.method_bodies import MethodBody
from wsgi2asgi.analysis.program.module_bodies import bodies_mentioning
from wsgi2asgi.analysis.program.static import Body

_SITE = "django.contrib.admin.sites.AdminSite"
_MODEL = "django.contrib.admin.options.ModelAdmin"
_REGISTER = ("django.contrib.admin.decorators.register", "django.contrib.admin.register")


class AdminRoutes:
    """https://docs.djangoproject.com/en/stable/ref/contrib/admin/#django.contrib.admin.ModelAdmin.get_urls"""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions

    def bodies(self) -> Iterator[tuple[str, MethodBody]]:
        """Every ``get_urls`` of the project's admin, with the part of the pattern between the site and its routes."""
        for cls in self.definitions.classes.values():
            facts = self.definitions.names.files[cls.path]
            if facts.role != "source" or not self.definitions.derives(cls.name, _SITE, _MODEL):
                continue
            method = self.definitions.find_method(cls.name, "get_urls")
            if method is not None:
                place = "" if self.definitions.derives(cls.name, _SITE) else self._place(cls)
                home = self.definitions.names.files[method.path]
                body = MethodBody(self.definitions.names, home, method.facts, self.definitions, cls.name)
                yield place, body

    def _place(self, cls: Class) -> str:
        """``app_label/model/`` of the model that the class is registered for."""
        models = self.models(cls.name)
        if not models:
            return "?/"
        module, _, name = models[0].rpartition(".")
        app = module.partition(".models")[0].rpartition(".")[2]
        return f"{app}/{name.lower()}/"

    def models(self, cls: str) -> tuple[str, ...]:
        """The models that a ModelAdmin is registered for."""
        found = self.definitions.classes.get(cls)
        return tuple(model for model in self._registered(found) if model) if found is not None else ()

    def _registered(self, cls: Class) -> Iterator[str | None]:
        facts = self.definitions.names.files[cls.path]
        outer = Body(self.definitions.names, facts, facts.by_qualname[cls.facts.parent])
        for item in cls.facts.decorators:
            if outer.callee(item.op) in _REGISTER:
                yield from map(outer.dotted, outer.ops[item.op].positional)
        for body in bodies_mentioning(self.definitions.names, cls.facts.name):
            for op in body.ops:
                callee = body.ops[op.inputs[0]] if op.kind == "call" else None
                if callee is None or callee.name != "register" or len(op.positional) < 2:
                    continue
                if body.dotted(op.positional[1]) == cls.name:
                    yield body.dotted(op.positional[0])
