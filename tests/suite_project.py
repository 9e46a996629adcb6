"""A Django project with tests of its own, to be run as it is and through ASGI."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

FILES = {
    "manage.py": """
        import os, sys
        if __name__ == "__main__":
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
            from django.core.management import execute_from_command_line
            execute_from_command_line(sys.argv)
    """,
    "conftest.py": """
        import os, django, pytest
        from django.test.utils import get_runner, setup_test_environment, teardown_test_environment
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

        @pytest.fixture(scope="session", autouse=True)
        def database():
            from django.conf import settings
            runner = get_runner(settings)(verbosity=0)
            runner.setup_test_environment()
            old = runner.setup_databases()
            yield
            runner.teardown_databases(old)
            runner.teardown_test_environment()

        def pytest_configure():
            django.setup()
    """,
    "pytest.ini": "[pytest]\npython_files = test*.py\n",
    "site_/__init__.py": "",
    "site_/settings.py": """
        SECRET_KEY = "x"
        ROOT_URLCONF = "site_.urls"
        ALLOWED_HOSTS = ["testserver"]
        INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "books"]
        MIDDLEWARE = [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ]
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
        PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        TEMPLATES = [{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"list.html": "{{ titles }}"})]},
        }]
        DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
        USE_TZ = True
    """,
    "site_/urls.py": """
        from django.urls import path
        from books import views
        urlpatterns = [
            path("", views.index), path("add/", views.add), path("visits/", views.visits),
            path("stream/", views.stream), path("fails/", views.fails), path("headers/", views.headers),
            path("slow/", views.Slow.as_view()), path("upload/", views.upload),
        ]
    """,
    "books/__init__.py": "",
    "books/models.py": """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=50)
    """,
    "books/views.py": """
        import asyncio
        from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
        from django.shortcuts import redirect, render
        from django.views import View
        from books.models import Book

        def index(request):
            return render(request, "list.html", {"titles": list(Book.objects.values_list("title", flat=True))})

        def add(request):
            Book.objects.create(title=request.POST["title"])
            return redirect("/")

        def visits(request):
            request.session["visits"] = request.session.get("visits", 0) + 1
            return HttpResponse(request.session["visits"])

        def stream(request):
            def parts():
                yield "one "
                yield "two"
                if "broken" in request.GET:
                    raise ValueError("broken")
            return StreamingHttpResponse(parts())

        def fails(request):
            Book.objects.create(title="left")
            raise LookupError("of the view")

        def headers(request):
            names = ("HTTP_X_COLOUR", "REMOTE_ADDR", "REMOTE_USER", "CONTENT_TYPE", "SERVER_NAME")
            found = {name: request.META.get(name) for name in names}
            return JsonResponse({**found, "secure": request.is_secure(), "url": request.build_absolute_uri()})

        class Slow(View):
            async def get(self, request):
                await asyncio.sleep(0)
                return HttpResponse(await Book.objects.acount())

        def upload(request):
            return HttpResponse(request.FILES["file"].read() + request.POST["name"].encode())
    """,
    "books/tests.py": """
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.test import AsyncClient, Client, RequestFactory, TestCase, TransactionTestCase, override_settings
        from django.utils import translation
        from books import views
        from books.models import Book

        class Pages(TestCase):
            @classmethod
            def setUpTestData(cls):
                Book.objects.create(title="Ulysses")

            def test_database_templates_and_context(self):
                with self.assertNumQueries(1):
                    response = self.client.get("/")
                self.assertContains(response, "Ulysses")
                self.assertTemplateUsed(response, "list.html")
                self.assertEqual(response.context["titles"], ["Ulysses"])
                self.assertEqual(response.wsgi_request.path, "/")
                self.assertIs(response.resolver_match.func, views.index)

            def test_writes_and_redirects(self):
                response = self.client.post("/add/", {"title": "Emma"}, follow=True)
                self.assertEqual(response.redirect_chain, [("/", 302)])
                self.assertEqual(Book.objects.count(), 2)

            def test_sessions_and_users(self):
                from django.contrib.auth.models import User
                self.client.force_login(User.objects.create(username="somebody"))
                self.client.get("/visits/")
                self.assertEqual(self.client.get("/visits/").content, b"2")
                self.assertEqual(self.client.session["visits"], 2)

            def test_streams(self):
                response = self.client.get("/stream/")
                self.assertTrue(response.streaming)
                self.assertEqual(list(response.streaming_content), [b"one ", b"two"])
                with self.assertRaisesMessage(ValueError, "broken"):
                    self.client.get("/stream/?broken=1").getvalue()

            def test_errors_of_views_reach_the_test(self):
                with self.assertRaisesMessage(LookupError, "of the view"):
                    self.client.get("/fails/")
                self.assertEqual(Book.objects.count(), 2)
                response = Client(raise_request_exception=False).get("/fails/")
                self.assertEqual(response.status_code, 500)
                self.assertEqual(Book.objects.count(), 3)

            def test_csrf(self):
                client = Client(enforce_csrf_checks=True)
                self.assertEqual(client.post("/add/", {"title": "Emma"}).status_code, 403)

            def test_environ(self):
                response = self.client.get(
                    "/headers/?q=é", secure=True, HTTP_X_COLOUR="red", REMOTE_ADDR="10.0.0.1", REMOTE_USER="me"
                )
                self.assertEqual(response.json(), {
                    "HTTP_X_COLOUR": "red", "REMOTE_ADDR": "10.0.0.1", "REMOTE_USER": "me", "CONTENT_TYPE": None,
                    "SERVER_NAME": "testserver", "secure": True, "url": "https://testserver/headers/?q=%C3%A9",
                })
                body = self.client.post("/headers/", "{}", content_type="application/json").json()
                self.assertEqual(body["CONTENT_TYPE"], "application/json")

            def test_uploads(self):
                data = {"file": SimpleUploadedFile("a.txt", b"content"), "name": "x"}
                self.assertEqual(self.client.post("/upload/", data).content, b"contentx")

            def test_missing_pages(self):
                self.assertEqual(self.client.get("/nowhere/").status_code, 404)

            def test_language_stays_active(self):
                self.client.get("/", HTTP_ACCEPT_LANGUAGE="de")
                self.assertEqual(translation.get_language(), "de")
                translation.activate("en-us")

            @override_settings(ROOT_URLCONF="books.other_urls")
            def test_other_urls(self):
                self.assertEqual(self.client.get("/other/").status_code, 200)
                self.assertEqual(self.client.get("/add/").status_code, 404)

            def test_factory(self):
                self.assertEqual(views.headers(RequestFactory().get("/headers/")).status_code, 200)

            async def test_asynchronous_client(self):
                response = await AsyncClient().get("/slow/")
                self.assertEqual(response.content, b"1")

        class Committed(TransactionTestCase):
            def test_async_view(self):
                Book.objects.create(title="Emma")
                self.assertEqual(self.client.get("/slow/").content, b"1")
    """,
    "books/other_urls.py": """
        from django.urls import path
        from books import views
        urlpatterns = [path("other/", views.headers)]
    """,
}


def write_suite(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """Write the project, with these files changed or added."""
    for path, text in {**FILES, **(files or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text), encoding="utf-8")
    return folder
