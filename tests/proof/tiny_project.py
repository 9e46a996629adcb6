"""A Django project of a few files, as it stands on disk and as discovery would describe it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from wsgi2asgi.model.options import ProjectOptions, SmokeOptions
from wsgi2asgi.model.project import Answer, Project
from wsgi2asgi.model.tree import SourceTree

MANAGE = """
    import os, sys
    if __name__ == "__main__":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
        from django.core.management import execute_from_command_line
        execute_from_command_line(sys.argv)
"""
SETTINGS = """
    from pathlib import Path
    BASE_DIR = Path(__file__).resolve().parent.parent
    SECRET_KEY = "x"
    DEBUG = False
    ALLOWED_HOSTS = []
    ROOT_URLCONF = "site_.urls"
    WSGI_APPLICATION = "site_.wsgi.application"
    INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "books"]
    MIDDLEWARE = [
        "django.middleware.common.CommonMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "own.sqlite3"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://nowhere"}}
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    SECURE_SSL_REDIRECT = True
    STATIC_URL = "/static/"
    USE_TZ = True
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
MODELS = """
    from django.conf import settings
    from django.db import models

    class Book(models.Model):
        title = models.CharField(max_length=50)
        slug = models.SlugField(unique=True)
        owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
        published_on = models.DateField()

    class Reader(models.Model):
        user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
        card = models.CharField(max_length=20, unique=True)
"""
SEED = """
    from django.contrib.auth.models import User
    from django.core.management.base import BaseCommand
    from books.models import Reader

    class Command(BaseCommand):
        def handle(self, *args, **options):
            Reader.objects.create(user=User.objects.create(username="somebody"), card="1")
"""
VIEWS = """
    import secrets
    from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
    from django.shortcuts import get_object_or_404
    from django.utils import timezone
    from django.views.decorators.cache import cache_page
    from books.models import Book, Reader

    def index(request):
        names = ", ".join(Book.objects.order_by("pk").values_list("title", flat=True))
        return HttpResponse(f"<p>{names}</p><p>{timezone.now().isoformat()}</p><p>{request.user.is_authenticated}</p>")

    def detail(request, slug):
        book = get_object_or_404(Book, slug=slug, owner=request.user.pk)
        return JsonResponse({"title": book.title})

    def on_day(request, year, month):
        return HttpResponse(Book.objects.filter(published_on__year=year, published_on__month=month).count())

    def headed(request):
        return HttpResponse("headed", headers={"X-Colour": "red"})

    def count(request):
        visits = request.session["visits"] = request.session.get("visits", 0) + 1
        return HttpResponse(f"visit {visits}")

    def mine(request):
        return HttpResponse(Reader.objects.get(user=request.user.pk).card)

    @cache_page(60)
    def kept(request):
        return HttpResponse(timezone.now().isoformat(timespec="microseconds").encode().hex())

    def anew(request):
        return HttpResponse(secrets.token_hex(8), headers={"X-Request-Id": secrets.token_hex(8)})

    def streamed(request):
        return StreamingHttpResponse(iter(["one ", "two"]))
"""
URLS = """
    from pathlib import Path
    from django.urls import path
    from django.views.static import serve
    from books import views

    urlpatterns = [
        path("", views.index),
        path("books/<slug:slug>/", views.detail),
        path("on/<int:year>/<int:month>/", views.on_day),
        path("headed/", views.headed),
        path("count/", views.count),
        path("mine/", views.mine),
        path("kept/", views.kept),
        path("anew/", views.anew),
        path("streamed/", views.streamed),
        path("files/<path:path>", serve, {"document_root": Path(__file__).parent / "public"}),
        path("never/<uuid:nothing>/", views.headed),
    ]
"""
ENTRY = """
    import os
    from django.core.{kind} import get_{kind}_application
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_.settings"
    application = get_{kind}_application()
"""
FILES = {
    "manage.py": MANAGE,
    "site_/__init__.py": "",
    "site_/settings.py": SETTINGS,
    "site_/urls.py": URLS,
    "site_/wsgi.py": ENTRY.format(kind="wsgi"),
    "books/__init__.py": "",
    "books/models.py": MODELS,
    "books/views.py": VIEWS,
    "site_/public/terms.txt": "terms",
    "books/management/__init__.py": "",
    "books/management/commands/__init__.py": "",
    "books/management/commands/seed.py": SEED,
}
ASGI = {"site_/asgi.py": ENTRY.format(kind="asgi")}


def write_project(folder: Path, files: Mapping[str, str] | None = None) -> Project:
    """Write the files to a folder; what discovery would say of them."""
    for path, text in {**FILES, **(files or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text), encoding="utf-8")
    return Project(
        tree=SourceTree(folder),
        manage_py=Answer("manage.py", "test"),
        source_roots=("",),
        settings_module=Answer("site_.settings", "test"),
        settings_files=("site_/settings.py",),
        root_urlconf=Answer("site_.urls", "test"),
        wsgi_module=Answer("site_.wsgi", "test"),
        wsgi_path="site_/wsgi.py",
        asgi_module=None,
        asgi_path=None,
        django=Answer("5.2", "test"),
        python=None,
        interpreter=sys.executable,
    )


def after(project: Project, files: Mapping[str, str] | None = None) -> SourceTree:
    """The project's tree with an ASGI module, and with these files changed."""
    return project.tree.with_changes({path: dedent(text).encode() for path, text in {**ASGI, **(files or {})}.items()})


def options(project: Project, workers: tuple[int, ...] = (1,), port: int | None = None) -> SmokeOptions:
    """What the command line would ask for."""
    return SmokeOptions(ProjectOptions(project.tree.root), workers=workers, port=port, timeout=30)
