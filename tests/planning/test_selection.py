from __future__ import annotations

import pytest

from wsgi2asgi.analysis.program.views import Route, View
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.verdicts import Gain, Hops
from wsgi2asgi.planning.conversion.decision import Decision
from wsgi2asgi.planning.selection import select


def decision(name: str, path: str, url: tuple[str, ...] = (), gain: Gain = "none") -> Decision:
    place = Place(path, 1)
    routes = (Route("x/", place, view=name, name=url[-1], namespaces=url[:-1]),) if url else ()
    view = View(name, "function", place, path, False, routes=routes)
    return Decision(view, "convert", gain, (), (), Hops(1, 1))


DECISIONS = [
    decision("shop.views.detail", "shop/views.py", ("shop", "detail")),
    decision("shop.views.listing", "shop/views.py", ("shop", "list"), "high"),
    decision("news.views.feed", "news/views.py", ("feed",), "some"),
]


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        (["none"], []),
        (["all"], ["news.views.feed", "shop.views.detail", "shop.views.listing"]),
        (["auto"], ["shop.views.listing"]),
        (["shop.views.detail"], ["shop.views.detail"]),
        (["shop.views.*"], ["shop.views.detail", "shop.views.listing"]),
        (["*.feed"], ["news.views.feed"]),
        (["url:shop:detail"], ["shop.views.detail"]),
        (["url:shop:*"], ["shop.views.detail", "shop.views.listing"]),
        (["url:feed"], ["news.views.feed"]),
        (["shop/views.py"], ["shop.views.detail", "shop.views.listing"]),
        (["./news/views.py"], ["news.views.feed"]),
        (["news/"], ["news.views.feed"]),
        (["url:feed", "shop.views.detail"], ["news.views.feed", "shop.views.detail"]),
    ],
)
def test_a_selector_means_these_views(selectors: list[str], expected: list[str]) -> None:
    assert sorted(select(DECISIONS, selectors)) == expected


@pytest.mark.parametrize(
    ("selector", "near"),
    [
        ("shop.views.detial", "shop.views.detail"),
        ("url:shop:detale", "url:shop:detail"),
        ("shop/view.py", "shop/views.py"),
        ("feed", "news.views.feed"),
        ("zzz", "give auto, all, none"),
    ],
)
def test_an_unknown_selector_is_the_users_error_and_names_near_misses(selector: str, near: str) -> None:
    with pytest.raises(UserError, match="fits no view") as caught:
        select(DECISIONS, [selector])
    assert near in caught.value.hint
