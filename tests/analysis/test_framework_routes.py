"""Routes that frameworks make: routers of Django REST framework, APIs of Django Ninja, the admin's own views."""

from __future__ import annotations

from pathlib import Path

from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

MODEL = "from django.db import models\n\n\nclass Book(models.Model):\n    pass\n"
VIEWSETS = (
    "from rest_framework import mixins, views, viewsets\n"
    "from rest_framework.decorators import action\n\nfrom shop.models import Book\n\n\n"
    "class BookViewSet(viewsets.ModelViewSet):\n    queryset = Book.objects.all()\n    lookup_field = 'slug'\n\n"
    "    @action(detail=True, methods=['post'])\n    def lend(self, request, slug=None):\n        ...\n\n"
    "    @action(detail=False, url_path='of-today')\n    def today(self, request):\n        ...\n\n\n"
    "class LogViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):\n    queryset = Book.objects.all()\n\n\n"
    "class Profile(views.APIView):\n    def get(self, request):\n        ...\n"
)


def views_of(root: Path, files: dict[str, str]) -> dict[str, View]:
    """The views by name."""
    Case("routes", "routes", files).write(root)
    return {view.name: view for view in analyse(discover(ProjectOptions(root)), jobs=1).views}


def rest(root: Path, urls: str, **files: str) -> dict[str, View]:
    """The views of a shop with an API."""
    given = {"shop/models.py": MODEL, "shop/views.py": VIEWSETS, "shop/urls.py": urls}
    return views_of(root, given | {f"shop/{name}.py": text for name, text in files.items()})


ROUTER = (
    "from django.urls import include, path\nfrom rest_framework.routers import DefaultRouter\n\n"
    "from shop import views\n\nrouter = DefaultRouter()\n"
)


def test_a_router_makes_the_routes_of_the_actions_that_a_view_set_has(tmp_path: Path) -> None:
    registered = 'router.register("books", views.BookViewSet)\nrouter.register("log", views.LogViewSet, "entry")\n'
    found = rest(tmp_path, f'{ROUTER}{registered}urlpatterns = [path("api/", include(router.urls))]\n')
    books = found["shop.views.BookViewSet"]
    assert books.urls == (
        "api/books/", "api/books/of-today/", "api/books/<slug>/", "api/books/<slug>/lend/",
    )  # fmt: skip
    assert [route.name for route in books.routes] == ["book-list", "book-today", "book-detail", "book-lend"]
    assert found["shop.views.LogViewSet"].urls == ("api/log/",)
    assert (books.kind, books.has_unknown_base) == ("drf", False)


def test_what_other_modules_register_with_a_router_counts(tmp_path: Path) -> None:
    api = "from shop import views\nfrom shop.urls import router as api\n\napi.register('log', views.LogViewSet)\n"
    found = rest(tmp_path, f'{ROUTER}\nurlpatterns = [path("", include(router.urls))]\n', api=api)
    assert found["shop.views.LogViewSet"].urls == ("log/",)


def test_view_sets_nested_in_a_registration_hang_below_it(tmp_path: Path) -> None:
    registered = (
        'books = router.register("books", views.BookViewSet)\n'
        'books.register("log", views.LogViewSet, parents_query_lookups=["book"])\n'
    )
    found = rest(tmp_path, f"{ROUTER}{registered}urlpatterns = router.urls\n")
    assert found["shop.views.LogViewSet"].urls == ("books/<parent_lookup_book>/log/",)


def test_a_nested_router_hangs_below_the_lookup_of_its_parent(tmp_path: Path) -> None:
    nested = (
        "from rest_framework_nested.routers import NestedSimpleRouter\n"
        'inner = NestedSimpleRouter(router, "books", lookup="book")\ninner.register("log", views.LogViewSet)\n'
    )
    found = rest(tmp_path, f"{ROUTER}{nested}urlpatterns = [*router.urls, *inner.urls]\n")
    assert found["shop.views.LogViewSet"].urls == ("books/<book_pk>/log/",)


def test_a_registry_taken_over_from_another_router_counts(tmp_path: Path) -> None:
    whole = "\nwhole = DefaultRouter(trailing_slash=False)\nwhole.registry.extend(router.registry)\n"
    found = rest(tmp_path, f'{ROUTER}router.register("log", views.LogViewSet){whole}urlpatterns = whole.urls\n')
    assert found["shop.views.LogViewSet"].urls == ("log/",)


def test_a_view_handed_to_a_method_of_the_projects_own_router_is_routed(tmp_path: Path) -> None:
    own = 'router.add_detail_path("profile", "profile", views.Profile.as_view())\n'
    found = rest(tmp_path, f'{ROUTER}{own}urlpatterns = [path("api/", include(router.urls))]\n')
    assert found["shop.views.Profile"].urls == ("api/profile",)


def test_views_in_an_own_function_around_the_routes_are_routed(tmp_path: Path) -> None:
    own = (
        "from django.urls import URLResolver, path\nfrom django.urls.resolvers import LocalePrefixPattern\n\n"
        "from shop import views\n\n\n"
        "def translated(*urls):\n    return [URLResolver(LocalePrefixPattern(), list(urls))]\n\n\n"
    )
    urls = f"{own}urlpatterns = translated(path('a/', views.first), path('b/', views.second))\n"
    views = "def first(request):\n    ...\n\n\ndef second(request):\n    ...\n"
    found = views_of(tmp_path, {"shop/views.py": views, "shop/urls.py": urls})
    assert [view.urls for view in found.values()] == [("a/",), ("b/",)]


def test_operations_of_django_ninja_are_views_of_their_own_kind(tmp_path: Path) -> None:
    api = (
        "from ninja import NinjaAPI, Router\n\napi = NinjaAPI()\nevents = Router()\n"
        "api.add_router('/events/', events)\n\n\n"
        "@api.get('/books/{int:book_id}')\ndef book(request, book_id: int):\n    return {}\n\n\n"
        "@events.post('/')\nasync def create_event(request):\n    return {}\n"
    )
    urls = 'from django.urls import path\n\nfrom shop.api import api\n\nurlpatterns = [path("api/", api.urls)]\n'
    found = views_of(tmp_path, {"shop/api.py": api, "shop/urls.py": urls})
    assert {name: (view.kind, view.is_async, view.urls) for name, view in found.items()} == {
        "shop.api.book": ("ninja", False, ("api/books/<int:book_id>",)),
        "shop.api.create_event": ("ninja", True, ("api/events/",)),
    }


def test_views_that_the_admins_classes_add_are_routed_below_the_admin(tmp_path: Path) -> None:
    admin = (
        "from django.contrib import admin\nfrom django.urls import path\n\nfrom shop.models import Book\n\n\n"
        "def report(request):\n    ...\n\n\n"
        "@admin.register(Book)\nclass BookAdmin(admin.ModelAdmin):\n    def get_urls(self):\n"
        "        own = [path('<int:pk>/preview/', self.admin_site.admin_view(self.preview), name='preview')]\n"
        "        own.append(path('report/', self.admin_site.admin_view(report)))\n"
        "        return own + super().get_urls()\n\n    def preview(self, request, pk):\n        ...\n"
    )
    urls = (
        "from django.contrib import admin\nfrom django.urls import path\n\n"
        'urlpatterns = [path("admin/", admin.site.urls)]\n'
    )
    found = views_of(tmp_path, {"shop/models.py": MODEL, "shop/admin.py": admin, "shop/urls.py": urls})
    assert {name: (view.kind, view.urls) for name, view in found.items()} == {
        "shop.admin.report": ("function", ("admin/shop/book/report/",)),
        "shop.admin.BookAdmin.preview": ("other", ("admin/shop/book/<int:pk>/preview/",)),
    }
