"""What holds for every migration, whatever the project is made of and its files are dressed in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from dressing import Dress
from hypothesis import given, settings
from hypothesis import strategies as st

from wsgi2asgi.apply import transaction
from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.model.plan import FileChange
from wsgi2asgi.model.source import decode_python
from wsgi2asgi.workflow.migrate import plan

MANAGE = (
    'import os\n\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n'
    "    from django.core.management import execute_from_command_line\n\n    execute_from_command_line()\n"
)
SETTINGS = 'SECRET_KEY = "x"\nROOT_URLCONF = "site_.urls"  # the one\nWSGI_APPLICATION = "site_.wsgi.application"\n'
DATABASES = st.sampled_from(
    [
        "",
        'DATABASES = {\n    "default": {\n        "ENGINE": "django.db.backends.sqlite3",\n'
        '        "CONN_MAX_AGE": 60,  # seconds\n    },\n}\n',
        'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": None}}\n',
        'import dj_database_url\n\nDATABASES = {"default": dj_database_url.config(conn_max_age=600)}\n',
    ]
)
APPS = st.sampled_from(["INSTALLED_APPS = []\n", 'INSTALLED_APPS = [\n    "django.contrib.sessions",  # ours\n]\n'])
WSGI = (
    '"""WSGI config."""\n\nimport os\n%(imports)s\nfrom django.core.wsgi import get_wsgi_application\n%(above)s\n'
    'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n\napplication = %(application)s\n'
)
ENTRY_POINTS = st.builds(
    lambda imports_above, application: (
        WSGI % {"imports": imports_above[0], "above": imports_above[1], "application": application}
    ),
    st.sampled_from([("", ""), ("from dotenv import load_dotenv\n", "\nload_dotenv()  # secrets\n")]),
    st.just("get_wsgi_application()"),
)
VIEWS = {
    "sleeps": "    time.sleep(1)  # let it rest\n    return HttpResponse('x')\n",
    "fetches": "    answer = requests.get('https://example.org', timeout=3)\n    return HttpResponse(answer.text)\n",
    "answers": "    # nothing to wait for\n    return HttpResponse('x')\n",
    "branches": (
        "    if request.method == 'POST':\n        time.sleep(\n            2,\n        )\n"
        "    return HttpResponse('x')\n"
    ),
}
DOCUMENTS = {
    "requirements.txt": ["Django==5.2.8\ngunicorn==23.0.0  # server\n", "# all\nDjango>=4.2\n\nrequests\n"],
    "Procfile": ["web: gunicorn site_.wsgi --log-file -\n", "release: true\nweb: gunicorn -w 4 site_.wsgi:application"],
    "Dockerfile": ['FROM python:3.12\n# serve\nCMD ["gunicorn", "site_.wsgi", "-b", ":8000"]\n'],
}
CLOTHES = st.builds(
    Dress, newline=st.sampled_from(["\n", "\r\n"]), tabs=st.booleans(), mark=st.booleans(), latin_1=st.booleans()
)


@st.composite
def projects(draw: st.DrawFn) -> dict[str, bytes]:
    """A small project that has something to migrate in every step."""
    names = draw(st.lists(st.sampled_from(sorted(VIEWS)), unique=True))
    views = "import time\n\nimport requests\nfrom django.http import HttpResponse\n"
    views += "".join(f"\n\ndef {name}(request):\n{VIEWS[name]}" for name in names)
    urls = "from django.urls import path\n\nfrom site_ import views\n\nurlpatterns = [\n"
    urls += "".join(f'    path("{name}/", views.{name}, name="{name}"),\n' for name in names) + "]\n"
    python = {
        "manage.py": MANAGE,
        "site_/__init__.py": "",
        "site_/settings.py": SETTINGS + draw(APPS) + draw(DATABASES),
        "site_/urls.py": urls,
        "site_/views.py": views,
        "site_/wsgi.py": draw(ENTRY_POINTS),
    }
    dressed = {}
    for path, text in python.items():
        dress = draw(CLOTHES)
        dressed[path] = dress.on_bytes(dress.on_text(text))
    for path, texts in DOCUMENTS.items():
        newline = draw(st.sampled_from(["\n", "\r\n"])) if path == "requirements.txt" else "\n"
        dressed[path] = draw(st.sampled_from(texts)).replace("\n", newline).encode()
    return dressed


@settings(max_examples=max(4, settings.default.max_examples // 5))
@given(files=projects(), views=st.sampled_from(["auto", "all"]), channels=st.booleans())
def test_a_migration_keeps_what_it_does_not_change(files: dict[str, bytes], views: str, channels: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, data in files.items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_bytes(data)
        options = MigrateOptions(ProjectOptions(root), views=(views,), channels=channels, jobs=1, cache=False)
        changes = plan(options).changes
        assert on_disk(root) == files, "a dry run wrote something"
        assert not changes.bugs
        for change in changes.changes:
            _keeps_its_clothes(change)
            _keeps_its_comments(change)
        transaction.write(root, changes.changes)
        assert plan(options).changes.changes == (), "a second run changes something"
        transaction.undo(root)
        assert on_disk(root) == files, "undo does not restore"


def on_disk(root: Path) -> dict[str, bytes]:
    """The bytes of all files."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _keeps_its_clothes(change: FileChange) -> None:
    assert change.after is not None
    if change.path.endswith(".py"):
        compile(decode_python(change.after).text, change.path, "exec")
    if not change.before:
        return
    if b"\r\n" in change.before:
        assert change.after.count(b"\n") == change.after.count(b"\r\n")
    else:
        assert b"\r" not in change.after
    if change.path.endswith(".py"):
        before, after = decode_python(change.before), decode_python(change.after)
        assert (before.encoding, before.bom) == (after.encoding, after.bom)
        indents = {line[:1] for line in after.text.splitlines() if line[:1] in ("\t", " ")}
        assert indents <= {"\t"} or "\n\t" not in before.text, "tabs and spaces are mixed"


def _keeps_its_comments(change: FileChange) -> None:
    """A comment goes only with a line that goes, and of these projects no line with a comment has to."""
    kept = [line.partition(b"#")[2].strip() for line in (change.before or b"").splitlines() if b"#" in line]
    assert [comment for comment in kept if comment not in (change.after or b"")] == []
