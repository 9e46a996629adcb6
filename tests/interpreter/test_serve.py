"""Servers are started, watched and ended by handle."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

import pytest
from processes import ends

from wsgi2asgi.interpreter import serve
from wsgi2asgi.interpreter.serve import Fleet, FleetEnded, Ready, ServerCommand, free_port, is_free, serving

pytestmark = pytest.mark.boots

LISTENS = """
    import signal, socket, sys, time
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
    print("ready", flush=True)
    {more}
    time.sleep(60)
"""


def command(folder: Path, more: str, port: int) -> ServerCommand:
    code = dedent(LISTENS).format(more=more)
    return ServerCommand((sys.executable, "-c", code, str(port)), folder, dict(os.environ), folder / "log")


def test_a_server_is_ready_when_it_says_so_and_its_port_accepts(tmp_path: Path) -> None:
    port = free_port()
    with serving(command(tmp_path, "pass", port), Fleet()) as server:
        assert server.wait(Ready(port, "ready", "broken"), 20) == ""
        assert not is_free(port)
        stopped = server.stop(10)
    assert (stopped.code, stopped.killed) == (-15, False)
    assert is_free(port)


def test_a_server_that_does_not_end_is_killed_with_all_its_children(tmp_path: Path) -> None:
    port = free_port()
    deaf = "import os; os.fork(); signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)"
    with serving(command(tmp_path, deaf, port), Fleet()) as server:
        assert server.wait(Ready(port, "deaf", "broken", count=2), 20) == ""
        assert server.stop(0.2).killed
    deadline = time.monotonic() + 10  # a killed process ends when the kernel comes to it
    while not is_free(port) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert is_free(port)


def test_why_a_server_does_not_serve_is_told_in_its_own_words(tmp_path: Path) -> None:
    port = free_port()
    with serving(command(tmp_path, "print('broken: no settings', flush=True)", port), Fleet()) as server:
        assert server.wait(Ready(port, "never", "broken"), 20) == "no settings"
    with serving(command(tmp_path, "sys.exit('no module')", port), Fleet()) as server:
        assert server.wait(Ready(port, "never", "broken"), 20) == "ended with exit code 1: ready / no module"
    with serving(command(tmp_path, "pass", port), Fleet()) as server:
        assert server.wait(Ready(port, "never", "broken"), 0.5) == "did not serve within 0.5 seconds: ready"


def test_nothing_is_left_when_the_block_is_left_by_an_exception(tmp_path: Path) -> None:
    port = free_port()
    with suppress(KeyboardInterrupt), serving(command(tmp_path, "pass", port), Fleet()) as server:
        assert server.wait(Ready(port, "ready", "broken"), 20) == ""
        raise KeyboardInterrupt
    assert is_free(port)


def test_whoever_is_interrupted_ends_the_servers_of_other_threads_and_none_is_started_after(tmp_path: Path) -> None:
    fleet, port = Fleet(), free_port()
    with serving(command(tmp_path, "pass", port), fleet) as server:
        assert server.wait(Ready(port, "ready", "broken"), 20) == ""
        fleet.end()
        assert is_free(port)
    with pytest.raises(FleetEnded), serving(command(tmp_path, "pass", port), fleet):
        pass


@pytest.mark.parametrize("forks", ["", "if os.fork() == 0: time.sleep(60)"], ids=["alone", "with a child"])
def test_a_server_ends_when_who_started_it_was_killed(tmp_path: Path, forks: str) -> None:
    modules = Path(serve.__file__).parent / "_in_process" / "smoke" / "modules"
    waits = f"""
        import os, sys, time
        sys.path.insert(0, {str(modules)!r})
        import wsgi2asgi_boot
        wsgi2asgi_boot.end_with_owner()
        print("ready", os.getpid(), flush=True)
        {forks}
        time.sleep(60)
    """
    starts = f"""
        import os, sys, time
        from pathlib import Path
        from wsgi2asgi.interpreter.serve import Fleet, ServerCommand
        command = (sys.executable, "-c", {dedent(waits)!r})
        server = Fleet().launch(ServerCommand(command, Path("."), dict(os.environ), Path("log")))
        while "ready" not in server.text():
            time.sleep(0.05)
        os.kill(os.getpid(), 9)
    """
    subprocess.run([sys.executable, "-c", dedent(starts)], cwd=tmp_path, timeout=30, check=False)
    group = int((tmp_path / "log").read_text().split()[1])
    assert ends(os.killpg, group)
