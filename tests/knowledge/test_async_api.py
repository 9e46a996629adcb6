from __future__ import annotations

import pytest

from wsgi2asgi.knowledge import async_api
from wsgi2asgi.knowledge.async_api import twin_of
from wsgi2asgi.knowledge.decorators import decorators


@pytest.mark.parametrize(
    ("owner", "name", "django", "expected"),
    [
        (async_api.QUERYSET, "get", (4, 1), "aget"),
        (async_api.QUERYSET, "get", (4, 0), None),
        (async_api.QUERYSET, "__iter__", (4, 1), "__aiter__"),
        (async_api.MODEL, "save", (4, 1), None),
        (async_api.MODEL, "save", (4, 2), "asave"),
        (async_api.SHORTCUTS, "get_object_or_404", (4, 2), None),
        (async_api.SHORTCUTS, "get_object_or_404", (5, 0), "aget_object_or_404"),
        (async_api.REQUEST, "user", (5, 0), "auser"),
        (async_api.SESSION, "pop", (5, 0), None),
        (async_api.SESSION, "pop", (5, 1), "apop"),
        ("django.contrib.auth", "login", (5, 0), "alogin"),
        (async_api.MANAGER, "all", (6, 1), None),
    ],
)
def test_a_twin_counts_from_the_version_that_has_it(
    owner: str, name: str, django: tuple[int, int], expected: str | None
) -> None:
    assert twin_of(owner, name, django) == expected


@pytest.mark.parametrize(
    ("owner", "name", "wrong", "right"),
    [
        (async_api.REVERSE_MANAGER, "create", (4, 1), (4, 2)),
        (async_api.CACHE, "incr", (6, 0), (6, 1)),
        (async_api.QUERYSET, "iterator", (4, 2), (5, 0)),
    ],
)
def test_a_twin_that_was_wrong_at_first_is_held_back_until_it_is_right(
    owner: str, name: str, wrong: tuple[int, int], right: tuple[int, int]
) -> None:
    assert twin_of(owner, name, wrong) is None
    assert twin_of(owner, name, right)


def test_decorators_know_where_they_may_stand() -> None:
    known = decorators()
    login = known["django.contrib.auth.decorators.login_required"]
    assert not login.works("function", (5, 0))
    assert login.works("function", (5, 1))
    assert login.works("handler", (5, 2))
    assert not login.works("dispatch", (6, 1))
    assert not any(known["django.db.transaction.atomic"].works(form, (6, 1)) for form in ("function", "handler"))
    assert known["django.views.decorators.cache.cache_page"].loop
    refusing = known["django.views.decorators.http.require_POST"]
    assert not any(refusing.works(form, (4, 2)) for form in ("dispatch", "gate"))
    assert refusing.works("gate", (5, 0))
    assert not refusing.works("dispatch", (6, 1))
    assert known["django.views.decorators.csrf.csrf_exempt"].works("dispatch", (4, 2))
