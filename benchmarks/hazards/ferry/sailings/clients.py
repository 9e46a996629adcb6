import os
import smtplib
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import httpx
import requests

HERE = Path(__file__).parent


class TideClient:
    """Talks to the harbour's tide service."""

    def __init__(self, base):
        self.base = base
        self.session = requests.Session()

    def tides(self):
        return self._get("/tides")

    def _get(self, path):
        return self.session.get(self.base + path, timeout=5).json()  # hazard: requests-session-in-client

    async def tides_async(self):
        async with httpx.AsyncClient() as client:
            return (await client.get(self.base + "/tides", timeout=5)).json()


def weather(base):
    with httpx.Client() as client:
        return client.get(base + "/weather", timeout=5).text  # hazard: httpx-sync-in-helper


def notices(base):
    return urllib.request.urlopen(base + "/notices", timeout=5).read()  # hazard: urlopen-in-helper


def retry(function, attempts=3):
    for _ in range(attempts):
        try:
            return function()
        except ValueError:
            time.sleep(0.1)  # hazard: sleep-in-retry
    return None


def harbour_is_up(host, port):
    with socket.create_connection((host, port), timeout=1):  # hazard: socket-in-helper
        return True


def terms():
    return (HERE / "apps.py").read_text()  # hazard: file-read-in-helper


def last_lines():
    with open(HERE / "apps.py") as file:  # hazard: open-in-helper
        return file.readlines()[-3:]  # hazard: open-in-helper


def build_number():
    return subprocess.run(["echo", "7"], capture_output=True, check=True).stdout  # hazard: subprocess-in-helper


def uptime():
    return os.system("true")  # hazard: os-system-in-helper


def telegram(host, port):
    with smtplib.SMTP(host, port, timeout=1) as smtp:  # hazard: smtp-in-helper
        smtp.noop()
