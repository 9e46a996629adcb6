"""One view that fails the guard does not take the others of its file with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.planning.conversion import decision
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.engine import Conversion
from wsgi2asgi.workflow.guarded import run_step
from wsgi2asgi.workflow.inspect import inspect

FILES = {
    "manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n',
    "requirements.txt": "Django==5.2\n",
    "site_/__init__.py": "",
    "site_/settings.py": 'ROOT_URLCONF = "site_.urls"\nINSTALLED_APPS = ["django.contrib.auth"]\n',
    "site_/urls.py": "from django.urls import path\n\nfrom site_ import views\n\n"
    'urlpatterns = [path("good/", views.good), path("bad/", views.bad)]\n',
    "site_/views.py": (
        "from django.contrib.auth.models import User\nfrom django.http import JsonResponse\n\n\n"
        'def good(request):\n    return JsonResponse({"users": User.objects.count()})\n\n\n'
        'def bad(request):\n    return JsonResponse({"users": User.objects.count()})\n'
    ),
}


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (lambda edits: edits[1:], "'await' outside async function"),
        (lambda edits: edits[:1], "would get ASG401"),
        (lambda edits: (*edits, Edit("iterate_async", (99, 0, 99, 9))), "nothing to iterate_async at line 99"),
    ],
    ids=["does not compile", "blocks the loop", "does not fit"],
)
def test_a_view_that_fails_the_guard_is_left_out(wrong, complaint, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    convert = decision.convert

    def sometimes_wrong(body, *args, **kwargs) -> Conversion:  # type: ignore[no-untyped-def]
        found = convert(body, *args, **kwargs)
        return Conversion(wrong(found.edits), found.hops) if body.name.endswith("bad") else found

    monkeypatch.setattr(decision, "convert", sometimes_wrong)
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    options = MigrateOptions(ProjectOptions(tmp_path), views=("all",))
    outcome = run_step("views", inspect(options.project, jobs=1, cache=None), options)
    text = outcome.changes.files["site_/views.py"].decode()
    assert "async def good" in text
    assert "\ndef bad" in text
    results = {view.name: view for view in outcome.changes.step.views}
    assert results["site_.views.good"].result == "converted"
    assert results["site_.views.bad"].result != "converted"
    assert complaint in results["site_.views.bad"].reasons[0].text
    assert all("--views site_.views.bad" in bug for bug in outcome.bugs)
