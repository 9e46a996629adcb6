"""manage.py: which one it is, and when the user has to say."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from wsgi2asgi.model.errors import UserError

from .small_projects import MANAGE, SETTINGS, SHOP, Found


def below(folder: str, files: Mapping[str, str] = SHOP) -> dict[str, str]:
    return {f"{folder}/{path}": text for path, text in files.items()}


def test_the_one_at_the_root_wins_over_deeper_ones(found: Found) -> None:
    project = found({**SHOP, **below("services/other")})
    assert project.manage_py is not None
    assert project.manage_py.value == "manage.py"
    assert project.source_roots == ("",)


def test_a_project_in_a_subfolder_is_found_with_its_source_root(found: Found) -> None:
    project = found(below("backend"))
    assert project.manage_py is not None
    assert project.manage_py.value == "backend/manage.py"
    assert project.source_roots == ("backend",)
    assert project.wsgi_path == "backend/shop/wsgi.py"


def test_several_projects_are_listed_and_the_user_chooses(found: Found) -> None:
    with pytest.raises(UserError, match=r"2 Django projects below .*: a/manage.py, b/manage.py") as caught:
        found({**below("a"), **below("b")})
    assert caught.value.hint == "Give the folder of one of them as PATH, for instance a."


def test_settings_given_by_the_user_choose_between_several_projects(found: Found) -> None:
    other = {"manage.py": MANAGE.format(settings="blog.settings"), "blog/settings.py": SETTINGS}
    project = found({**below("a"), **below("b", other)}, settings="blog.settings")
    assert project.manage_py is not None
    assert project.manage_py.value == "b/manage.py"
    assert project.source_roots == ("b",)
    assert project.notes == ("b/blog/settings.py:3: no module shop.wsgi in the project",)


@pytest.mark.parametrize("folder", ["tests", "docs", "example", "examples/one", "demo", "sample_projects/x"])
def test_projects_of_tests_docs_and_examples_rank_lower(found: Found, folder: str) -> None:
    project = found({**below("backend"), **below(folder)})
    assert project.manage_py is not None
    assert project.manage_py.value == "backend/manage.py"


def test_the_example_project_of_a_reusable_app_is_taken_where_there_is_no_other(found: Found) -> None:
    project = found({**below("example_project"), "myapp/__init__.py": "", "myapp/models.py": ""})
    assert project.manage_py is not None
    assert project.manage_py.value == "example_project/manage.py"
    assert project.source_roots == ("example_project", "")


def test_a_reusable_app_with_several_examples_is_known_by_its_test_settings(found: Found) -> None:
    project = found(
        {
            **below("examples/one"),
            **below("examples/two"),
            "pytest.ini": "[pytest]\nDJANGO_SETTINGS_MODULE = tests.settings\n",
            "tests/settings.py": SETTINGS,
        }
    )
    assert project.manage_py is None
    assert project.settings_module.value == "tests.settings"


def test_templates_of_projects_are_no_projects(found: Found) -> None:
    with pytest.raises(UserError, match="not a Django project"):
        found(below("{{cookiecutter.project_slug}}"))


def test_a_manage_py_of_another_framework_is_passed_over(found: Found) -> None:
    flask = "from flask_script import Manager\nManager().run()  # like django's\n"
    project = found({**below("site"), "api/manage.py": flask})
    assert project.manage_py is not None
    assert project.manage_py.value == "site/manage.py"


def test_a_manage_py_that_only_calls_a_package_is_followed_into_it(found: Found) -> None:
    project = found(
        {
            **SHOP,
            "manage.py": "from shop.manage import main\nmain()\n",
            "shop/manage.py": """\
                import os, sys
                def main():
                    if len(sys.argv) > 1 and sys.argv[1] == "test":
                        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.test_settings")
                    else:
                        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
            """,
            "shop/test_settings.py": SETTINGS,
        }
    )
    assert project.settings_module.value == "shop.settings"
    assert (project.settings_module.path, project.settings_module.line) == ("shop/manage.py", 6)


def test_a_name_for_test_runs_does_not_replace_the_ordinary_one(found: Found) -> None:
    project = found(
        {
            "manage.py": """\
                import os, sys
                site = "production"
                if "test" in sys.argv:
                    site = "test"
                os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"shop.settings.{site}")
            """,
            "shop/settings/production.py": SETTINGS,
            "shop/settings/test.py": SETTINGS,
        }
    )
    assert project.settings_module.value == "shop.settings.production"
