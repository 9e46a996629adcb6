"""wsgi.py and asgi.py."""

from __future__ import annotations

from pathlib import Path

from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

from .small_projects import SETTINGS, SHOP, WSGI, Found, write

ASGI = WSGI.replace("wsgi", "asgi")


def test_the_setting_names_the_module_and_its_line(found: Found) -> None:
    project = found(SHOP)
    assert project.wsgi_module is not None
    assert (project.wsgi_module.value, project.wsgi_path) == ("shop.wsgi", "shop/wsgi.py")
    assert (project.wsgi_module.path, project.wsgi_module.line) == ("shop/settings.py", 3)
    assert (project.asgi_module, project.asgi_path) == (None, None)


def test_without_the_setting_the_file_beside_the_settings_is_taken(found: Found) -> None:
    project = found(
        {
            **SHOP,
            "shop/settings.py": 'ROOT_URLCONF = "shop.urls"\n',
            "shop/asgi.py": ASGI.format(settings="shop.settings"),
        }
    )
    assert project.wsgi_module is not None
    assert project.asgi_module is not None
    assert (project.wsgi_module.value, project.wsgi_module.source) == ("shop.wsgi", "beside the settings")
    assert (project.asgi_module.value, project.asgi_path) == ("shop.asgi", "shop/asgi.py")


def test_beside_a_settings_package_means_beside_the_package(found: Found) -> None:
    files = {path: text for path, text in SHOP.items() if path != "shop/settings.py"}
    project = found({**files, "shop/settings/__init__.py": 'ROOT_URLCONF = "shop.urls"\n'})
    assert project.wsgi_path == "shop/wsgi.py"


def test_an_entry_point_of_other_settings_is_not_the_projects(found: Found) -> None:
    project = found({**SHOP, "worker/asgi.py": ASGI.format(settings="worker.settings"), "worker/settings.py": SETTINGS})
    assert project.asgi_module is None


def test_a_setting_that_names_no_file_is_kept_and_noted(found: Found) -> None:
    settings = SETTINGS.replace("shop.wsgi.application", "shop.serve.application")
    project = found({**SHOP, "shop/settings.py": settings})
    assert project.wsgi_module is not None
    assert (project.wsgi_module.value, project.wsgi_path) == ("shop.serve", None)
    assert project.notes == ("shop/settings.py:3: no module shop.serve in the project",)


def test_asgi_application_may_name_a_routing_module(found: Found) -> None:
    settings = SETTINGS + 'ASGI_APPLICATION = "shop.routing.application"\n'
    project = found({**SHOP, "shop/settings.py": settings, "shop/routing.py": "application = None\n"})
    assert project.asgi_path == "shop/routing.py"


def test_a_package_can_be_the_asgi_module(found: Found) -> None:
    project = found({**SHOP, "shop/asgi/__init__.py": ASGI.format(settings="shop.settings")})
    assert project.asgi_module is not None
    assert (project.asgi_module.value, project.asgi_path) == ("shop.asgi", "shop/asgi/__init__.py")


def test_what_a_migration_plans_is_seen_before_it_is_written(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    options = ProjectOptions(path=tmp_path)
    before = discover(options)
    settings = SETTINGS + 'ASGI_APPLICATION = "shop.serving.application"\n'
    after = discover(
        options,
        before.tree.with_changes(
            {"shop/serving.py": ASGI.encode(), "shop/settings.py": settings.encode(), "shop/wsgi.py": None}
        ),
    )
    assert (after.asgi_path, after.wsgi_path) == ("shop/serving.py", None)
    assert not (tmp_path / "shop" / "serving.py").exists()
