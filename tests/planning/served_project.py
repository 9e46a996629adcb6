"""Small projects laid out on disk, discovered, and carried through a step, for the tests of planning."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wsgi2asgi.apply.transform import transform
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.plan import Step
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.tree import SourceTree

_WSGI = (
    "import os\n\nfrom django.core.wsgi import get_wsgi_application\n\n"
    'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n\napplication = get_wsgi_application()\n'
)
_SKELETON = {
    "manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    "shop/__init__.py": "",
    "shop/settings.py": 'SECRET_KEY = "x"\nROOT_URLCONF = "shop.urls"\nWSGI_APPLICATION = "shop.wsgi.application"\n',
    "shop/urls.py": "urlpatterns = []\n",
    "shop/wsgi.py": _WSGI,
    "shop/asgi.py": _WSGI.replace("wsgi", "asgi"),
}


def project_of(root: Path, files: Mapping[str, str | None]) -> Project:
    """A project of these files above the skeleton; None leaves a file of the skeleton out."""
    for path, text in {**_SKELETON, **files}.items():
        if text is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode())
    return discover(ProjectOptions(root))


def after(project: Project, step: Step) -> tuple[dict[str, str], Project]:
    """The changed files as text, and the project discovered again on top of them."""
    done = transform(project.tree, step)
    assert not done.bugs
    assert not done.refused
    tree: SourceTree = project.tree.with_changes(done.changes)
    return {path: data.decode() for path, data in done.changes.items()}, discover(ProjectOptions(tree.root), tree)
