"""The settings module and its files."""

from __future__ import annotations

import pytest

from wsgi2asgi.model.errors import UserError

from .small_projects import MANAGE, SETTINGS, SHOP, WSGI, Found


def test_manage_py_names_it_and_the_answer_says_where(found: Found) -> None:
    answer = found(SHOP).settings_module
    assert (answer.value, answer.source) == ("shop.settings", "DJANGO_SETTINGS_MODULE in manage.py")
    assert (answer.path, answer.line) == ("manage.py", 5)


def test_settings_given_by_the_user_win(found: Found) -> None:
    project = found({**SHOP, "shop/other.py": 'ROOT_URLCONF = "shop.other_urls"\n'}, settings="shop.other")
    assert (project.settings_module.value, project.settings_module.source) == ("shop.other", "--settings")
    assert project.root_urlconf is not None
    assert project.root_urlconf.value == "shop.other_urls"


def test_settings_given_but_not_there_are_the_users_error(found: Found) -> None:
    with pytest.raises(UserError, match=r"--settings: no module shop\.production in"):
        found(SHOP, settings="shop.production")


@pytest.mark.parametrize(
    "line",
    [
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.dev")',
        'os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings.dev"',
        'os.environ.update({"DJANGO_SETTINGS_MODULE": "shop.settings.dev"})',
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings." + os.environ.get("STAGE", "dev"))',
        'stage = os.getenv("STAGE", "dev"); os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"shop.settings.{stage}")',
        'MODE = "dev"; os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.%s" % MODE)',
        'def main(name="shop.settings.dev"): os.environ.setdefault("DJANGO_SETTINGS_MODULE", name)',
    ],
)
def test_ways_in_which_manage_py_chooses_settings(found: Found, line: str) -> None:
    manage = f"import os\nimport django.core.management\n{line}\n"
    project = found({"manage.py": manage, "shop/settings/dev.py": SETTINGS, "shop/settings/prod.py": SETTINGS})
    assert project.settings_module.value == "shop.settings.dev"


def test_a_value_that_is_not_evident_is_not_guessed(found: Found) -> None:
    manage = 'import os, django\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", f"shop.{stage()}")\n'
    with pytest.raises(UserError, match=r"several settings modules below .*: shop/settings/dev\.py, shop/"):
        found({"manage.py": manage, "shop/settings/dev.py": SETTINGS, "shop/settings/prod.py": SETTINGS})


def test_what_wsgi_py_names_beside_is_noted(found: Found) -> None:
    project = found(
        {
            "manage.py": MANAGE.format(settings="shop.settings.local"),
            "shop/wsgi.py": WSGI.format(settings="shop.settings.production"),
            "shop/settings/base.py": SETTINGS,
            "shop/settings/local.py": "from .base import *\n",
            "shop/settings/production.py": "from .base import *\n",
        }
    )
    assert project.settings_module.value == "shop.settings.local"
    assert project.notes == (
        "shop/wsgi.py:3 names the settings module shop.settings.production; looked at shop.settings.local "
        "(another can be given with --settings)",
    )


def test_without_manage_py_the_wsgi_module_names_them(found: Found) -> None:
    files = {path: text for path, text in SHOP.items() if path != "manage.py"}
    project = found(files)
    assert project.manage_py is None
    assert project.settings_module.source == "DJANGO_SETTINGS_MODULE in shop/wsgi.py"
    assert project.wsgi_path == "shop/wsgi.py"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pytest.ini", "[pytest]\nDJANGO_SETTINGS_MODULE = shop.settings.dev\n"),
        ("setup.cfg", "[tool:pytest]\nDJANGO_SETTINGS_MODULE=shop.settings.dev\n"),
        ("tox.ini", "[testenv]\ncommands = pytest --ds=shop.settings.dev\n"),
        ("pyproject.toml", '[tool.pytest.ini_options]\nDJANGO_SETTINGS_MODULE = "shop.settings.dev"\n'),
        (".env.example", "DJANGO_SETTINGS_MODULE=shop.settings.dev\n"),
        ("Dockerfile", "ENV DJANGO_SETTINGS_MODULE=shop.settings.dev\n"),
        ("docker-compose.yml", "environment:\n  - DJANGO_SETTINGS_MODULE=shop.settings.dev\n"),
        ("uwsgi.ini", "[uwsgi]\nenv = DJANGO_SETTINGS_MODULE=shop.settings.dev\n"),
        (".devcontainer.json", '{"containerEnv": {"DJANGO_SETTINGS_MODULE": "shop.settings.dev"}}\n'),
        (".do/app.yaml", "envs:\n- key: DJANGO_SETTINGS_MODULE\n  value: shop.settings.dev\n"),
    ],
)
def test_configuration_files_name_them_where_no_script_does(found: Found, path: str, text: str) -> None:
    manage = "import django.core.management\n"
    settings = {"shop/settings/dev.py": SETTINGS, "shop/settings/prod.py": SETTINGS}
    project = found({"manage.py": manage, **settings, path: text})
    assert project.settings_module.value == "shop.settings.dev"
    assert project.settings_module.path == path


def test_the_only_settings_module_is_taken_where_nothing_names_it(found: Found) -> None:
    project = found({"conf/settings.py": SETTINGS, "shop/models.py": ""})
    assert project.settings_module.value == "conf.settings"
    assert project.settings_module.source == "the only settings module in the project"


def test_the_common_part_of_split_settings_is_not_a_candidate(found: Found) -> None:
    project = found({"conf/base.py": SETTINGS, "conf/settings.py": "from .base import *\n"})
    assert project.settings_module.value == "conf.settings"
    assert project.settings_files == ("conf/settings.py", "conf/base.py")


def test_settings_named_but_left_out_of_version_control_are_asked_for(found: Found) -> None:
    with pytest.raises(UserError, match=r"the settings module shop\.local \(manage\.py:5\) is not below"):
        found({"manage.py": MANAGE.format(settings="shop.local")})


def test_settings_named_from_another_place_are_found_by_their_ending(found: Found) -> None:
    files = {"site/wsgi.py": WSGI.format(settings="settings"), "deploy/dev/settings.py": SETTINGS}
    project = found(files)
    assert project.settings_files == ("deploy/dev/settings.py",)
    assert "deploy/dev" in project.source_roots


def test_a_package_pulls_in_its_parts_in_order(found: Found) -> None:
    project = found(
        {
            **{path: text for path, text in SHOP.items() if path != "shop/settings.py"},
            "shop/settings/__init__.py": "try:\n    from .dev import *\nexcept ImportError:\n    from .prod import *\n",
            "shop/settings/dev.py": "from shop.settings.base import *\nfrom .missing import *\n",
            "shop/settings/prod.py": "from .base import *\n",
            "shop/settings/base.py": SETTINGS,
        }
    )
    assert project.settings_files == (
        "shop/settings/__init__.py",
        "shop/settings/dev.py",
        "shop/settings/base.py",
        "shop/settings/prod.py",
    )


def test_django_split_settings_are_followed(found: Found) -> None:
    project = found(
        {
            **SHOP,
            "shop/settings.py": """\
                from split_settings.tools import include, optional
                include("components/urls.py", "components/*.py", optional("local.py"))
            """,
            "shop/components/urls.py": SETTINGS,
            "shop/components/apps.py": "INSTALLED_APPS = []\n",
        }
    )
    assert project.settings_files == ("shop/settings.py", "shop/components/urls.py", "shop/components/apps.py")
    assert project.root_urlconf is not None
    assert project.root_urlconf.path == "shop/components/urls.py"


def test_classes_of_django_configurations_are_read(found: Found) -> None:
    project = found(
        {
            **SHOP,
            "manage.py": """\
                import os
                os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
                os.environ.setdefault("DJANGO_CONFIGURATION", "Dev")
                from configurations.management import execute_from_command_line
            """,
            "shop/settings.py": "from shop.common import Common\nclass Dev(Common):\n    DEBUG = True\n",
            "shop/common.py": """\
                from configurations import Configuration
                class Common(Configuration):
                    ROOT_URLCONF = "a"
            """,
        }
    )
    assert project.settings_files == ("shop/settings.py", "shop/common.py")
    assert project.root_urlconf is not None
    assert project.root_urlconf.value == "a"
    assert project.notes == ("django-configurations: manage.py:3 chooses the class Dev",)


def test_settings_loaded_by_other_means_are_looked_for_beside(found: Found) -> None:
    project = found(
        {
            **{path: text for path, text in SHOP.items() if path != "shop/settings.py"},
            "shop/settings/__init__.py": "import dynaconf\n",
            "shop/settings/defaults.py": SETTINGS,
        }
    )
    assert project.root_urlconf is not None
    assert project.root_urlconf.source == "ROOT_URLCONF in shop/settings/defaults.py, beside the settings"


def test_the_default_of_an_environment_variable_is_the_value(found: Found) -> None:
    settings = 'import environ\nenv = environ.Env()\nROOT_URLCONF = env("URLS", default="shop.urls")\n'
    answer = found({**SHOP, "shop/settings.py": settings}).root_urlconf
    assert answer is not None
    assert (answer.value, answer.line) == ("shop.urls", 3)
    assert answer.source.endswith("the default of an environment variable")


def test_a_value_that_is_computed_is_unknown_with_a_note(found: Found) -> None:
    project = found({**SHOP, "shop/settings.py": "ROOT_URLCONF = choose()\n"})
    assert project.root_urlconf is None
    assert project.notes == ("shop/settings.py:1: the value of ROOT_URLCONF is not evident",)


@pytest.mark.parametrize(
    "insert",
    [
        'sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "apps"))',
        'sys.path.append(str(Path(__file__).resolve().parent / "apps"))',
        'BASE = os.path.split(__file__)[0]; sys.path.append(BASE + "/apps")',
        'sys.path.extend([str(Path(__file__).parents[0].joinpath("apps"))])',
    ],
)
def test_folders_put_on_the_path_are_source_roots(found: Found, insert: str) -> None:
    manage = f"import os, sys\nfrom pathlib import Path\n{insert}\n" + MANAGE.format(settings="conf.settings")
    project = found({"manage.py": manage, "apps/conf/settings.py": SETTINGS})
    assert project.source_roots == ("", "apps")
    assert project.settings_files == ("apps/conf/settings.py",)


def test_a_folder_outside_the_project_is_no_source_root(found: Found) -> None:
    insert = "import sys\nfrom pathlib import Path\nsys.path.append(str(Path(__file__).parent.parent.parent))\n"
    assert found({**SHOP, "manage.py": insert + SHOP["manage.py"]}).source_roots == ("",)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", '[tool.setuptools.packages.find]\nwhere = ["lib"]\n'),
        ("pyproject.toml", '[tool.setuptools]\npackage-dir = {"" = "lib"}\n'),
        ("pyproject.toml", '[tool.poetry]\npackages = [{include = "shop", from = "lib"}]\n'),
        ("pyproject.toml", '[tool.hatch.build.targets.wheel]\npackages = ["lib/shop"]\n'),
        ("pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["lib"]\n'),
        ("setup.cfg", "[options]\npackage_dir =\n    =lib\n"),
        ("setup.cfg", "[options.packages.find]\nwhere = lib\n"),
        ("setup.py", 'from setuptools import setup\nsetup(package_dir={"": "lib"})\n'),
    ],
)
def test_packaging_says_where_the_source_is(found: Found, path: str, text: str) -> None:
    project = found({"manage.py": SHOP["manage.py"], "lib/shop/settings.py": SETTINGS, path: text})
    assert project.source_roots == ("", "lib")


def test_settings_of_other_places_are_named_beside_the_chosen_ones(found: Found) -> None:
    files = {
        "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings.local")\n',
        "site_/wsgi.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings.production")\n',
        "site_/settings/base.py": 'ROOT_URLCONF = "site_.urls"\nINSTALLED_APPS = []\n',
        "site_/settings/local.py": "from .base import *\nDEBUG = True\n",
        "site_/settings/production.py": "from .base import *\nDEBUG = False\n",
        "site_/settings/staging.py": "from .production import *\nSTAGING = True\n",
        "site_/settings/test.py": "from .base import *\nTESTING = True\n",
    }
    project = found(files)
    assert project.settings_files == ("site_/settings/local.py", "site_/settings/base.py")
    assert project.other_settings_files == ("site_/settings/production.py", "site_/settings/staging.py")


def test_settings_that_build_on_the_module_are_those_of_other_places(found: Found) -> None:
    served = {**SHOP, "deploy/settings.py": "from shop.settings import *\n\nDEBUG = False\n"}
    beside = {"shop/live.py": "from deploy.settings import *\n\nCONN_MAX_AGE = 60\n"}
    tested = {"shop/test_settings.py": "from shop.settings import *\n\nDEBUG = True\n"}
    assert found({**served, **beside, **tested}).other_settings_files == ("deploy/settings.py", "shop/live.py")


def test_settings_loaded_by_other_means_are_noted(found: Found) -> None:
    loads = "import importlib\n\nparts = importlib.import_module('conf.dev')\n"
    assert "gives neither INSTALLED_APPS nor ROOT_URLCONF" in found({**SHOP, "shop/settings.py": loads}).notes[0]


def test_settings_taken_over_from_a_file_that_is_not_here_are_told_of(found: Found) -> None:
    lines = f"{SHOP['shop/settings.py']}\ntry:\n    from shop.local_settings import *\nexcept ImportError:\n    pass\n"
    notes = found({**SHOP, "shop/settings.py": lines}).notes
    assert any("takes over shop.local_settings, which is not here" in note for note in notes)
    assert not any("takes over" in note for note in found({**SHOP, "shop/local_settings.py": ""}).notes)
