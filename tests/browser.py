"""A headless Chromium for tests, spoken to by the WebDriver protocol (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def is_there() -> bool:
    """Whether Chromium and its driver are installed."""
    return bool(shutil.which("chromedriver") and shutil.which("chromium"))


@dataclass(frozen=True)
class Browser:
    """One session of the browser."""

    address: str

    def open(self, file: Path) -> None:
        """Load a file."""
        self._send("url", {"url": file.as_uri()})

    def run(self, script: str) -> Any:
        """What a script in the page returns."""
        return self._send("execute/sync", {"script": script, "args": []})

    def resize(self, width: int, height: int) -> None:
        """Show the page as on a screen of that width."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._send("goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})

    def screenshot(self) -> str:
        """What is to be seen, as PNG in base64."""
        taken: str = self._send("screenshot")
        return taken

    def messages(self) -> list[dict[str, Any]]:
        """What stands in the console."""
        found: list[dict[str, Any]] = self._send("se/log", {"type": "browser"})
        return found

    def _send(self, command: str, body: object = None) -> Any:
        return _ask(f"{self.address}/{command}", body)


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with a profile of its own; ended with its driver."""
    options = {"binary": shutil.which("chromium"), "args": [*_ARGUMENTS, f"--user-data-dir={profile}"]}
    capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
    with subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True) as driver:
        try:
            server = f"http://127.0.0.1:{_port(driver)}"
            made = _ask(f"{server}/session", {"capabilities": {"alwaysMatch": capabilities}})
            session = f"{server}/session/{made['sessionId']}"
            try:
                yield Browser(session)
            finally:
                _ask(session, method="DELETE")
        finally:
            driver.terminate()


def _port(driver: subprocess.Popen[str]) -> str:
    assert driver.stdout
    for line in driver.stdout:
        if "started successfully on port" in line:
            return line.rsplit(" ", 1)[1].strip(" .\n")
    raise AssertionError("chromedriver did not start")


def _ask(address: str, body: object = None, method: str | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["value"]
