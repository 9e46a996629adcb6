"""A server that takes its time to answer, for the views that ask another one."""

from __future__ import annotations

import http.server
import threading
import time

PATIENCE = 0.25


class _Slow(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer after a while."""
        time.sleep(PATIENCE)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"from upstream")

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def start() -> str:
    """Serve in a thread until the process ends; the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"
