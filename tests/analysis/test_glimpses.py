"""What is seen at a glimpse is what following the whole function finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.operations import CallSite
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

VIEWS = """
from django.http import HttpResponse
from django.views import View

class Page(View):
    def get(self, request):
        return HttpResponse("")

    def again(self, request):
        return self.get(request)
"""
TESTS = """
from django.test import TestCase
from shop.views import Page

class PageTest(TestCase):
    page = Page()

    def setUp(self):
        self.made = Page()

    def test_page(self):
{body}
"""


def references(root: Path, body: str) -> tuple[CallSite, ...]:
    tests = TESTS.format(body="\n".join(f"        {line}" for line in body.split("\n")))
    Case("glimpses", "", {"shop/views.py": VIEWS, "shop/tests.py": tests}).write(root)
    found = analyse(discover(ProjectOptions(root)), jobs=1).references("shop.views.Page.get")
    return tuple(site for site in found if site.caller == "shop.tests.PageTest.test_page")


@pytest.mark.parametrize(
    "body",
    [
        "self.made.get(None)",
        "page = Page()\npage.get(None)",
        "self.other = Page()\nself.other.get(None)",
        "self = Page()\nself.get(None)",
        "for page in [Page()]:\n    page.get(None)",
        "get = Page.get\nget(None, None)",
        "[page.get(None) for page in [Page()]]",
    ],
)
def test_a_call_of_the_handler_is_seen(body: str, tmp_path: Path) -> None:
    assert references(tmp_path, body)


@pytest.mark.parametrize("body", ['self.client.get("/")', "Page.as_view().get(None)", "{}.get(None)"])
def test_what_is_only_called_alike_is_not(body: str, tmp_path: Path) -> None:
    assert not references(tmp_path, body)


def test_a_view_that_calls_its_own_handler(tmp_path: Path) -> None:
    Case("glimpses", "", {"shop/views.py": VIEWS}).write(tmp_path)
    found = analyse(discover(ProjectOptions(tmp_path)), jobs=1).references("shop.views.Page.get")
    assert [site.caller for site in found] == ["shop.views.Page.again"]
