"""What the project's own managers do wherever they are used: each use begins with their ``get_queryset``."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import Manager, ModelClass, QuerySet, RelatedManager, Type

_BEGINS = "get_queryset"
#: https://docs.djangoproject.com/en/stable/topics/db/managers/: these give managers, which have not begun.
_GIVE_MANAGERS = ("db_manager", _BEGINS)


def begin(state: State, index: int, receiver: Type, name: str) -> None:
    """``Book.objects.filter(...)``, ``author.books.all()``: runs the manager's own ``get_queryset``, if it has one."""
    if isinstance(receiver, ModelClass):
        receiver = default_manager(state, receiver)
    if not isinstance(receiver, (Manager, RelatedManager)) or name in _GIVE_MANAGERS:
        return
    if isinstance(receiver, RelatedManager) and receiver.prefetched and name == "all":
        return
    engine = state.engine
    managers = (cls for cls in engine.queryset_classes(receiver) if not engine.is_queryset(cls))
    for cls in managers:
        function = engine.definitions.find_method(cls, _BEGINS)
        if function is not None:
            state.record(index, Effect("project-call", (), "certain", receiver, name, (function.name,)))


def begin_of_method(
    state: State, attribute: int, cls: str, receiver: QuerySet | Manager | RelatedManager, name: str
) -> None:
    """``Book.objects.recent()``, a method of the queryset's class: so does it where it is called."""
    owner = state.engine.definitions.attribute_owner(cls, name)
    if owner is None or not state.engine.is_queryset(owner.name):
        return
    for index in range(attribute + 1, len(state.ops)):
        if state.ops[index].kind == "call" and state.ops[index].inputs[0] == attribute:
            begin(state, index, receiver, name)


def default_manager(state: State, model: ModelClass) -> Manager:
    """The manager that Django itself uses: of ``get_object_or_404(Book)``."""
    known = state.engine.models.all.get(model.model)
    first = next(iter(known.managers.values()), None) if known else None
    return Manager(model.model, state.engine.own_manager(first) if first else None)
