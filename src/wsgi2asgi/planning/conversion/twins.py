"""The async twins of query methods and loops, unless something of the project's is passed by by them."""

from __future__ import annotations

from collections.abc import Callable

from wsgi2asgi.analysis.program.types import Manager, QuerySet, RelatedManager, Type
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.setting import Setting


class Twins:
    """What Django has for the queries of one function."""

    def __init__(self, body: Body, setting: Setting) -> None:
        self._body = body
        self._setting = setting
        self._program = setting.program

    def of_query(self, op: int, method: str) -> str:
        """The twin of a method that queries, called or read at ``op``; empty where there is none."""
        return self._same_for_all(self._receiver(op), lambda item: self._of_method(item, method))

    def of_loop(self, op: int) -> str:
        """The twin of going through rows at ``op``; empty where there is none."""
        return self._same_for_all(self._body.ops[op].inputs[0], self._of_rows)

    def _receiver(self, call: int) -> int:
        """The operation on whose value a method is called."""
        callee = self._body.ops[call].inputs[0] if self._body.ops[call].kind == "call" else call
        return self._body.ops[callee].inputs[0] if self._body.ops[callee].inputs else callee

    def _same_for_all(self, op: int, twin: Callable[[Type], str | None]) -> str:
        """The twin that whatever the value may be has; empty where one alternative (a list, say) has none."""
        twins = {twin(item) or "" for item in self._program.type_of(self._body.name, op)}
        return twins.pop() if len(twins) == 1 else ""

    def _of_method(self, subject: Type | None, method: str) -> str | None:
        """Unless the project overrides something that the twin would pass by."""
        if isinstance(subject, QuerySet):
            own = subject.queryset_class
            known = not own or self._is_seen(own)
            return self._setting.twin(async_api.QUERYSET, method) if known and not subject.raw else None
        if isinstance(subject, Manager):
            own = subject.manager_class
            return None if own and self._overrides(own, method) else self._setting.twin(async_api.MANAGER, method)
        if isinstance(subject, RelatedManager):
            model = self._program.model(subject.model or "")
            managers = model.managers.values() if model else ("?",)
            if any(self._overrides(own, method) for own in managers):
                return None
            return self._setting.twin(self._related_owner(subject), method)
        return None

    def _of_rows(self, subject: Type | None) -> str:
        if not isinstance(subject, QuerySet) or (subject.queryset_class and not self._is_seen(subject.queryset_class)):
            return ""
        if subject.queryset_class and self._program.find_method(subject.queryset_class, "__iter__"):
            return ""
        owner = async_api.RAW_QUERYSET if subject.raw else async_api.QUERYSET
        return self._setting.twin(owner, "__iter__") or ""

    def _overrides(self, cls: str, method: str) -> bool:
        """Whether a manager class has the method itself, or may have."""
        if cls.startswith("django."):
            return False
        return not self._is_seen(cls) or self._program.find_method(cls, method) is not None

    def _is_seen(self, cls: str) -> bool:
        found = self._program.class_(cls)
        return cls.startswith("django.") or (found is not None and not found.has_unknown_base)

    def _related_owner(self, subject: RelatedManager) -> str:
        owner = self._program.model(subject.owner)
        relation = owner.fields.get(subject.field) if owner else None
        if relation is not None:
            return (
                async_api.GENERIC_MANAGER if relation.relation == "generic-relation" else async_api.MANY_TO_MANY_MANAGER
            )
        reverse = owner.reverse.get(subject.field) if owner else None
        target = self._program.model(reverse.model) if reverse else None
        field = target.fields.get(reverse.field) if target and reverse else None
        if field is not None and field.relation == "many-to-many":
            return async_api.MANY_TO_MANY_MANAGER
        return async_api.REVERSE_MANAGER
