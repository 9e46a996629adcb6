"""The smoke test as a whole, on small projects that are really served."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import venv
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from tiny_project import ASGI, FILES, after, options, write_project

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.proof import Observation, Proof
from wsgi2asgi.proof.smoke import smoke

pytestmark = pytest.mark.boots

CONSUMERS = """
    from channels.generic.websocket import AsyncWebsocketConsumer

    class Echo(AsyncWebsocketConsumer):
        async def receive(self, text_data=None, bytes_data=None):
            await self.send(text_data=text_data)
"""
CHANNELS_ASGI = """
    import os
    from django.core.asgi import get_asgi_application
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
    django_application = get_asgi_application()
    from channels.auth import AuthMiddlewareStack
    from channels.routing import ProtocolTypeRouter, URLRouter
    from channels.security.websocket import AllowedHostsOriginValidator
    from django.urls import path
    from books.consumers import Echo
    routes = URLRouter([path("ws/books/<str:room>/", Echo.as_asgi())])
    application = ProtocolTypeRouter(
        {"http": django_application, "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(routes))}
    )
"""
WRONG_VIEWS = (
    dedent(FILES["books/views.py"])
    .replace('"red"', '"blue"')
    .replace('f"visit {visits}"', 'f"visit number {visits}"')
    .replace("def on_day", "async def on_day")
)


def found(proof: Proof, what: str) -> list[Observation]:
    return [item for item in proof.observations if item.what == what]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    project = write_project(tmp_path_factory.mktemp("good"))
    own = project.tree.root / "own.sqlite3"
    own.write_bytes(b"the user's own data")
    files = {"books/consumers.py": CONSUMERS, "site_/asgi.py": CHANNELS_ASGI}
    proof = smoke(project, before=project.tree, after=after(project, files), options=options(project, (1, 2)))
    assert own.read_bytes() == b"the user's own data"
    assert not (project.tree.root / "site_/asgi.py").exists()
    return proof


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    project = write_project(tmp_path_factory.mktemp("wrong"))
    tree = after(project, {"books/views.py": WRONG_VIEWS})
    return smoke(project, before=project.tree, after=tree, options=options(project))


def test_a_project_that_behaves_the_same_passes_with_one_process_and_with_two_workers(good: Proof) -> None:
    assert [item for item in good.observations if item.outcome not in ("same", "skipped")] == []
    assert good.passed
    assert {item.server for item in good.observations} == {"uvicorn", "uvicorn --workers 2"}
    assert {item.kind for item in good.observations} == {"boot", "request", "static", "websocket", "log", "shutdown"}


def test_routes_with_arguments_are_visited_with_values_from_the_database(good: Proof) -> None:
    asked = found(good, "GET /books/sample-1/")
    assert [(item.visitor, item.after) for item in asked[:2]] == [
        ("user", "200 application/json 21 bytes"),
        ("anonymous", "404 text/html 179 bytes"),
    ]
    assert found(good, "GET /on/2024/1/")


def test_an_address_without_its_slash_a_missing_page_and_a_head_are_visited(good: Proof) -> None:
    for what in ("HEAD /", "GET /wsgi2asgi-no-such-page/", "GET /headed"):
        assert found(good, what), what


def test_what_was_replaced_for_the_run_is_told(good: Proof) -> None:
    assert "SECURE_SSL_REDIRECT was turned off" in good.notes
    assert "sessions were moved from the cache to the db backend" in good.notes
    assert any("RedisCache" in note for note in good.notes)


def test_the_test_user_has_a_profile_of_its_own_beside_those_of_the_seeded_users(good: Proof) -> None:
    assert found(good, "GET /mine/")[0].after == "200 text/html 8 bytes"


def test_a_page_in_a_cache_is_the_same_in_every_worker_process(good: Proof) -> None:
    assert {item.outcome for item in found(good, "GET /kept/")} == {"same"}


def test_what_two_wsgi_runs_do_differently_is_told(good: Proof) -> None:
    assert "values not compared, since two WSGI runs differ in them: headers x-request-id" in good.notes
    assert (
        "not compared where two WSGI runs differ: parts of GET /kept/, GET /anew/, GET /kept/ and 1 more" in good.notes
    )


def test_a_sync_stream_of_the_project_is_told_and_files_that_django_serves_are_not(good: Proof) -> None:
    logged = [(item.what, item.outcome) for item in good.observations if item.kind == "log"]
    assert logged == 2 * [("log after GET /streamed/", "skipped"), ("log", "same")]


def test_a_generated_consumer_echoes_and_turns_foreign_sites_away(good: Proof) -> None:
    talks = [(item.what, item.outcome, item.detail) for item in good.observations if item.kind == "websocket"]
    assert talks[:2] == [
        ("ws /ws/books/sample/", "same", "accepted, echoed the message"),
        ("ws /ws/books/sample/ from a foreign origin", "same", "refused (403)"),
    ]


def test_an_async_view_that_queries_on_the_event_loop_fails(wrong: Proof) -> None:
    assert not wrong.passed
    visit, _ = found(wrong, "GET /on/2024/1/")
    assert (visit.outcome, visit.detail) == ("different", "status 200 became 500")
    logged = [item.detail for item in wrong.observations if item.kind == "log" and item.outcome == "failed"]
    assert any("SynchronousOnlyOperation" in line for line in logged)


def test_a_changed_header_is_named(wrong: Proof) -> None:
    assert found(wrong, "GET /headed/")[0].detail == "header x-colour: red became blue"


def test_a_changed_body_is_quoted(wrong: Proof) -> None:
    first, *_ = found(wrong, "GET /count/")
    assert first.detail == "body: 'visit 1' became 'visit number 1'"


def test_an_application_that_does_not_load_fails_the_boot_and_nothing_else_is_tried(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    tree = after(project, {"site_/asgi.py": "import no_such_module"})
    proof = smoke(project, before=project.tree, after=tree, options=options(project))
    assert [(item.kind, item.outcome) for item in proof.observations] == [("boot", "failed")]
    assert proof.observations[0].detail == (
        "ModuleNotFoundError: No module named 'no_such_module' (site_/asgi.py, line 1)"
    )


def test_a_project_that_does_not_start_under_wsgi_is_the_users_to_mend(tmp_path: Path) -> None:
    project = write_project(tmp_path, {"site_/settings.py": "import os\nSECRET_KEY = os.environ['NO_SUCH_VARIABLE']"})
    with pytest.raises(UserError, match="KeyError: 'NO_SUCH_VARIABLE'"):
        smoke(project, before=project.tree, after=after(project), options=options(project))


def test_a_project_without_an_asgi_module_is_refused(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    with pytest.raises(UserError, match=r"no asgi\.py"):
        smoke(project, before=project.tree, after=project.tree, options=options(project))


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    project = write_project(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"port {port} is in use"):
            smoke(project, before=project.tree, after=after(project), options=options(project, port=port))


def test_an_interpreter_without_django_is_refused(tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False, symlinks=True)
    project = replace(write_project(tmp_path / "project"), interpreter=str(tmp_path / "bare/bin/python"))
    with pytest.raises(UserError, match="Django is not installed in"):
        smoke(project, before=project.tree, after=after(project), options=options(project))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes through /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
@pytest.mark.parametrize("slow", ["wsgi", "asgi"])
def test_no_process_outlives_a_smoke_test_that_is_ended(tmp_path: Path, ending: signal.Signals, slow: str) -> None:
    sleep = f"import time; time.sleep(30 if '{slow}' in type(request).__name__.lower() else 0); visits ="
    views = {"books/views.py": dedent(FILES["books/views.py"]).replace("visits =", sleep)}
    write_project(tmp_path / "project", {**ASGI, **views})
    last_line = {"wsgi": b"WSGI: exploring", "asgi": b"uvicorn: "}[slow]
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    code = f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from dataclasses import replace
        from pathlib import Path
        from tiny_project import options, write_project
        from wsgi2asgi.model.tree import SourceTree
        from wsgi2asgi.proof.smoke import smoke

        tree = SourceTree(Path({str(tmp_path / "project")!r}))
        project = replace(write_project(Path({str(tmp_path / "described")!r})), tree=tree)
        smoke(project, before=tree, after=tree, options=options(project), progress=lambda line: print(line, flush=True))
    """
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", dedent(code)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith(last_line):
            assert process.poll() is None
        wait_until(lambda: processes_in(temporary) != [])
        process.send_signal(ending)
    wait_until(lambda: processes_in(temporary) == [])
    if ending == signal.SIGINT:
        assert list(temporary.iterdir()) == []


def processes_in(folder: Path) -> list[str]:
    """Processes that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = os.readlink(process / "cwd")
        except OSError:  # it has ended, or is somebody else's
            continue
        if place.startswith(str(folder)):
            found.append(process.name)
    return found


def wait_until(holds: object) -> None:
    """Wait a few seconds for something to become true."""
    deadline = time.monotonic() + 15
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.1)
