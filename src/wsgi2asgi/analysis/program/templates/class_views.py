"""What class-based views render: the names of their templates, and what Django and the view put into the context.

https://docs.djangoproject.com/en/5.2/ref/class-based-views/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow import keyed
from wsgi2asgi.analysis.program.flow.state import Env
from wsgi2asgi.analysis.program.operations import CallSite
from wsgi2asgi.analysis.program.program import Flow
from wsgi2asgi.analysis.program.readable import PAGE
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.templates import contexts
from wsgi2asgi.analysis.program.templates.names import constant_names
from wsgi2asgi.analysis.program.templates.page import Page
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Form,
    Instance,
    Manager,
    ModelClass,
    Object,
    Plain,
    QuerySet,
    Types,
    User,
    join,
)

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

RENDERS = "django.views.generic.base.TemplateResponseMixin"
_OBJECT = "django.views.generic.detail.SingleObjectMixin"
_LIST = "django.views.generic.list.MultipleObjectMixin"
_FORM = "django.views.generic.edit.FormMixin"
_SUFFIXES = (
    ("django.views.generic.list.BaseListView", "_list"),
    ("django.views.generic.edit.BaseDeleteView", "_confirm_delete"),
    ("django.views.generic.edit.ModelFormMixin", "_form"),
    ("django.views.generic.detail.BaseDetailView", "_detail"),
)


class ClassViews:
    """Answers by dotted class."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pages: dict[str, Page | None] = {}

    def page(self, cls: str) -> str | None:
        """The name of the function that stands for the page a view renders; None where its template is not known.

        What it does is told by ``flow`` only when the view's methods have been followed.
        """
        own, pages = self._engine.definitions.classes.get(cls), self._engine.pages
        if cls not in self._pages:
            found = (pages.page(name) for name in self.names(cls))
            self._pages[cls] = page = next((page for page in found if page is not None), None) if own else None
            if own is not None and page is not None:
                name = f"{PAGE}{cls}"
                pages.functions[name] = Function(name, own.path, own.module, page.chain[0].body, own.place)
        return f"{PAGE}{cls}" if self._pages[cls] is not None else None

    def flow(self, name: str) -> Flow | None:
        """What the page of that name does; None for another name."""
        cls = name.removeprefix(PAGE)
        page = self._pages.get(cls) if name.startswith(PAGE) else None
        if page is None:
            return None
        pages = self._engine.pages
        env = pages.processors.variables(self._engine, (User(self._engine.models.user),))
        given = self._context(cls)
        others = join(env.get(keyed.OTHERS, ()), given.get(keyed.OTHERS, ()))
        env |= given | ({keyed.OTHERS: others} if others else {})
        whole = pages.whole(page, env, pages.processors.functions(self._engine))
        return Flow((), (), (), (CallSite(name, whole, 0, pages.functions[name].place),), ())

    # -- names ----------------------------------------------------------------------------------------------

    def names(self, cls: str) -> tuple[str, ...]:
        """The names of the templates that a view may render, the first that exists counts; empty if not known."""
        definitions = self._engine.definitions
        if not definitions.derives(cls, RENDERS):
            return ()
        own = definitions.find_method(cls, "get_template_names")
        if own is not None:
            return constant_names(own.facts.ops)
        if definitions.attribute_owner(cls, "template_name") is not None:
            text = self._constant(cls, "template_name")
            return (text,) if text else ()
        return tuple(self._usual_name(cls))

    def stated(self, cls: str, attribute: str) -> tuple[str, ...] | None:
        """The constants that a class or its heirs bind ``self.attribute`` to; None where one of them is no constant."""
        heirs = self._engine.heirs
        binding = heirs.binding(cls, attribute)
        if not binding and any(
            attribute in self._engine.definitions.classes[heir].attributes for heir in heirs.of(cls)
        ):
            return None  # too many to follow
        owners = [cls] if self._engine.definitions.attribute_owner(cls, attribute) else []
        found = [self._constant(name, attribute) for name in (*owners, *(item.name for item in binding))]
        stated = [name for name in found if name]
        return tuple(dict.fromkeys(stated)) if stated and len(stated) == len(found) else None

    def _usual_name(self, cls: str) -> Iterator[str]:
        """``shop/book_list.html``"""
        suffix = next((suffix for base, suffix in _SUFFIXES if self._engine.definitions.derives(cls, base)), None)
        own = self._constant(cls, "template_name_suffix")
        model = self._engine.views.model(cls)
        if suffix is None or model is None:
            return
        module, _, name = model.rpartition(".")
        app = module.partition(".models")[0].rpartition(".")[2]
        yield f"{app}/{name.lower()}{own or suffix}.html"

    def _constant(self, cls: str, attribute: str) -> str | None:
        owner = self._engine.definitions.attribute_owner(cls, attribute)
        if owner is None:
            return None
        facts = self._engine.definitions.names.files[owner.path]
        body = Body(self._engine.definitions.names, facts, facts.by_qualname[owner.facts.qualname])
        stores = body.stores.get(attribute, ())
        found = body.constant(body.ops[stores[-1]].inputs[0]) if stores and body.ops[stores[-1]].inputs else None
        return found if isinstance(found, str) else None

    # -- contexts -------------------------------------------------------------------------------------------

    def _context(self, cls: str) -> Env:
        found: Env = {}
        found.update(self.given_by_django(cls))
        for name, types in self._handed(cls).items():
            found[name] = join(found.get(name, ()), types)
        own = self._engine.definitions.find_method(cls, "get_context_data")
        if own is not None:
            for key, types in contexts.variables(self._engine.flow(own.name).returns).items():
                found[key] = types if isinstance(key, str) and key not in self.given_by_django(cls) else found[key]
        known = self._engine.definitions.classes.get(cls)
        if known is None or known.has_unknown_base:
            found[keyed.OTHERS] = UNKNOWN
        return found

    def _handed(self, cls: str) -> dict[str, Types]:
        """The keywords with which the view's own methods call ``get_context_data``."""
        found: dict[str, Types] = {}
        for base in self._engine.definitions.lineages.of(cls):
            owner = self._engine.definitions.classes.get(base)
            for method in owner.methods.values() if owner else ():
                function = self._engine.definitions.functions[method]
                if "get_context_data" not in function.facts.mentions:
                    continue
                types = self._engine.flow(method).types
                ops = function.facts.ops
                for op in ops:
                    if op.kind == "call" and ops[op.inputs[0]].name == "get_context_data" and types:
                        named = zip(op.keywords, op.inputs[len(op.inputs) - len(op.keywords) :], strict=True)
                        found |= {name: types[item] or UNKNOWN for name, item in named if name}
        return found

    def given_by_django(self, cls: str) -> dict[str, Types]:
        """What ``get_context_data`` of Django's classes puts into the context."""
        derives = self._engine.definitions.derives
        found: dict[str, Types] = {"view": self._engine.instance_of(cls)}
        model = self._engine.views.model(cls)
        name = model.rpartition(".")[2].lower() if model else ""
        rows = self.rows(cls)
        if derives(cls, _OBJECT):
            item: Types = (Instance(model, rows.loaded),)
            found |= dict.fromkeys(filter(None, ("object", name, self._constant(cls, "context_object_name"))), item)
        if derives(cls, _LIST):
            several = f"{name}_list" if name else ""
            names = filter(None, ("object_list", several, self._constant(cls, "context_object_name")))
            found |= dict.fromkeys(names, (rows,))
            found |= {"page_obj": (Object("django.core.paginator.Page", (rows,)),), "is_paginated": (Plain("bool"),)}
            found["paginator"] = (Object("django.core.paginator.Paginator", (rows,)),)
        if derives(cls, _FORM):
            form = self._engine.views.form(cls)
            found["form"] = self._engine.instance_of(form) if form else (Form("django.forms.models.ModelForm", True),)
        return found

    def rows(self, cls: str) -> QuerySet:
        """The queryset of a view, with what it loads beside the rows."""
        method = self._engine.definitions.find_method(cls, "get_queryset")
        owner = self._engine.definitions.attribute_owner(cls, "queryset")
        types: Types = ()
        if method is not None:
            types = self._engine.flow(method.name).returns
        elif owner is not None:
            types = self._engine.class_attribute(owner.name, "queryset")
        for item in types:
            if isinstance(item, QuerySet):
                return item
            if isinstance(item, (Manager, ModelClass)):
                return QuerySet(item.model)
        return QuerySet(self._engine.views.model(cls))
