"""Which views a project has: as routes lead to them, and what may be one where no route could be followed."""

from __future__ import annotations

from pathlib import Path

from casebook import SKELETON, Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

ONE_ROUTE = 'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("", views.start)]\n'
START = "from django.http import HttpResponse\n\n\ndef start(request):\n    return HttpResponse()\n"


def views_of(root: Path, files: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The views' patterns by name."""
    Case("views", "views", files).write(root)
    return {view.name: view.urls for view in analyse(discover(ProjectOptions(root)), jobs=1).views}


def test_a_view_hides_the_module_it_stands_in_once_the_package_imports_it(tmp_path: Path) -> None:
    found = views_of(
        tmp_path,
        {
            "shop/urls.py": ONE_ROUTE,
            "shop/views/__init__.py": "from shop.views.start import start\n",
            "shop/views/start.py": START,
        },
    )
    assert found == {"shop.views.start.start": ("",)}


def test_a_module_stays_itself_where_the_package_imports_the_module(tmp_path: Path) -> None:
    found = views_of(
        tmp_path,
        {
            "shop/urls.py": ONE_ROUTE.replace("views.start", "views.pages.start"),
            "shop/views/__init__.py": "from . import pages\n",
            "shop/views/pages.py": START,
        },
    )
    assert found == {"shop.views.pages.start": ("",)}


def test_a_helper_that_is_handed_the_request_is_no_view(tmp_path: Path) -> None:
    views = START + "\n\ndef page(request):\n    return chosen(request)\n\n\ndef chosen(request):\n    return 1\n"
    found = views_of(tmp_path, {"shop/urls.py": ONE_ROUTE, "shop/views.py": views})
    assert found == {"shop.views.start": ("",), "shop.views.page": ()}


def test_view_classes_without_a_route_are_listed_but_not_their_bases(tmp_path: Path) -> None:
    views = START + (
        "\n\nfrom django.views import View\n\n\nclass Base(View):\n    pass\n\n\n"
        "class Detail(Base):\n    def get(self, request):\n        return HttpResponse()\n"
    )
    found = views_of(tmp_path, {"shop/urls.py": ONE_ROUTE, "shop/views.py": views})
    assert found == {"shop.views.start": ("",), "shop.views.Detail": ()}


def test_a_base_class_that_is_used_as_a_view_too_is_listed(tmp_path: Path) -> None:
    views = START + (
        "\n\nfrom django.views import View\n\n\nclass Edit(View):\n    def get(self, request):\n        return 1\n\n\n"
        "class Create(Edit):\n    pass\n\n\nclass Site:\n    edit_view = Edit\n"
    )
    found = views_of(tmp_path, {"shop/urls.py": ONE_ROUTE, "shop/views.py": views})
    assert found == {"shop.views.start": ("",), "shop.views.Edit": (), "shop.views.Create": ()}


def test_a_view_may_be_called_urls(tmp_path: Path) -> None:
    urls = 'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("links/", views.urls)]\n'
    found = views_of(tmp_path, {"shop/urls.py": urls, "shop/views.py": START.replace("start", "urls")})
    assert found == {"shop.views.urls": ("links/",)}


def test_copies_that_setuptools_built_are_not_looked_at(tmp_path: Path) -> None:
    copy = {"shop/urls.py": ONE_ROUTE, "shop/views.py": START, "build/lib/shop/views.py": START}
    assert views_of(tmp_path, copy) == {"shop.views.start": ("",)}


def test_names_begin_where_the_settings_name_begins_although_manage_py_lies_in_the_package(tmp_path: Path) -> None:
    start = "def start(request):\n    return None\n"
    urls = "from django.urls import path\n\nfrom site_.views import start\n\nurlpatterns = [path('', start)]\n"
    manage = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n'
    files = {"site_/manage.py": manage, "site_/views.py": start, "site_/urls.py": urls, "apps/__init__.py": ""}
    Case("views", "views", files).write(tmp_path)
    (tmp_path / "manage.py").unlink()
    assert [view.name for view in analyse(discover(ProjectOptions(tmp_path)), jobs=1).views] == ["site_.views.start"]


def test_views_of_other_hosts_have_routes(tmp_path: Path) -> None:
    settings = SKELETON["site_/settings.py"] + 'ROOT_HOSTCONF = "site_.hosts"\nPUBLIC_URLCONF = "shop.public"\n'
    hosts = "from django_hosts import host\n\nhost_patterns = [host('docs', 'shop.docs', name='docs')]\n"
    docs = 'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("docs/", views.start)]\n'
    files = {"shop/docs.py": docs, "shop/public.py": docs.replace("docs/", "public/"), "shop/views.py": START}
    found = views_of(tmp_path, {"site_/settings.py": settings, "site_/hosts.py": hosts, **files})
    assert found == {"shop.views.start": ("public/", "docs/")}


def test_a_class_called_view_whose_base_cannot_be_seen_is_listed(tmp_path: Path) -> None:
    views = START + (
        "\n\nfrom loader import get_class\n\nWizardView = get_class('wizard', 'WizardView')\n\n\n"
        "class OfferView(WizardView):\n    pass\n\n\nclass Offer(WizardView):\n    pass\n"
    )
    found = views_of(tmp_path, {"shop/urls.py": ONE_ROUTE, "shop/views.py": views})
    assert found == {"shop.views.start": ("",), "shop.views.OfferView": ()}


def test_routes_that_a_function_returns_are_followed_and_so_are_class_methods_that_make_views(tmp_path: Path) -> None:
    views = START + (
        "\n\nfrom django.views import View\n\n\nclass Api(View):\n    @classmethod\n"
        "    def as_api_view(cls, client):\n        return cls.as_view(client=client)\n\n"
        "    def get(self, request):\n        return HttpResponse()\n"
    )
    urls = (
        "from django.urls import include, path\n\nfrom shop import views\n\n\ndef build(client):\n"
        "    found = [path('api/', views.Api.as_api_view(client=client))]\n"
        "    found.append(path('start/', views.start))\n    return found\n\n\n"
        "urlpatterns = [path('app/', include(build('app')))] + build('browser')\n"
    )
    found = views_of(tmp_path, {"shop/urls.py": urls, "shop/views.py": views})
    assert found == {"shop.views.start": ("app/start/", "start/"), "shop.views.Api": ("app/api/", "api/")}


LOADED = """\
from importlib import import_module

from django.apps import AppConfig
from django.urls import include, path, re_path

from shop import views


def get_class(module, name):
    return getattr(import_module(f"shop.{module}"), name)


class Configuration(AppConfig):
    edit_view = views.Edit
    side = [path("side/", views.Side.as_view())]

    def ready(self):
        self.list_view = get_class("views", "List")
        self.detail_view = getattr(self, "detail_view", views.Detail.as_view())

    def get_urls(self):
        inner = [path("edit/", self.edit_view.as_view()), path("help/", self.help)]
        urls = [
            path("", self.list_view.as_view()),
            re_path(r"^(?P<pk>[0-9]+)/$", self.detail_view),
            path("more/", include(inner)),
        ]
        return self.finished(urls)

    def finished(self, urls):
        return urls

    def help(self, request):
        return views.start(request)
"""


def test_views_in_patterns_that_methods_make_have_routes(tmp_path: Path) -> None:
    classes = ("List", "Detail", "Edit", "Side")
    views = "from django.views.generic import View\n\n\n" + "\n\n".join(
        f"class {name}(View):\n    pass\n" for name in classes
    )
    files = {"shop/urls.py": ONE_ROUTE, "shop/views.py": f"{views}\n\n{START}", "shop/apps.py": LOADED}
    found = views_of(tmp_path, files)
    assert found == {
        "shop.apps.Configuration.help": ("?more/help/",),
        "shop.views.Detail": ("?(?P<pk>[0-9]+)/$",),
        "shop.views.Edit": ("?more/edit/",),
        "shop.views.List": ("?",),
        "shop.views.Side": ("?side/",),
        "shop.views.start": ("",),
    }


def test_what_is_appended_before_a_list_is_wrapped_belongs_to_the_inner_one(tmp_path: Path) -> None:
    urls = (
        "from django.urls import include, path\n\nfrom shop import views\n\nurlpatterns = []\n"
        'urlpatterns.append(path("start/", views.start))\n'
        'urlpatterns = [path("shop/", include((urlpatterns, "shop")))]\n'
    )
    found = views_of(tmp_path, {"shop/urls.py": urls, "shop/views.py": START})
    assert found == {"shop.views.start": ("shop/start/",)}
