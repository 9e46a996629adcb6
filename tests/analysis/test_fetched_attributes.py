"""Attributes that a package fetches from the database when they are read."""

from __future__ import annotations

from pathlib import Path

from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

VIEWS = """\
import dbsettings


class Limits(dbsettings.Group):
    most = dbsettings.IntegerValue(default=3)


limits = Limits()


def page(request):
    return limits.most
"""


def test_a_setting_of_dbsettings_is_fetched_when_it_is_read(tmp_path: Path) -> None:
    urls = "from django.urls import path\nfrom shop import views\nurlpatterns = [path('', views.page)]\n"
    Case("fetched", "", {"shop/views.py": VIEWS, "shop/urls.py": urls}).write(tmp_path)
    found = analyse(discover(ProjectOptions(tmp_path)), jobs=1).effects_of("shop.views.page")
    assert {effect.effect: effect.operation.call for effect in found} == {"cache": "limits.most", "db": "limits.most"}
