"""A wire service for development and tests: always the same answers, after a while."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HEADLINES = {
    "uk": ["Bridge reopens after repairs", "Rail strike called off"],
    "us": ["Senate passes budget", "Storm heads for the coast"],
    "world": ["Talks resume in Geneva", "Harvest better than feared"],
}
QUOTES = [{"name": "FTSE 100", "value": "8,412.3"}, {"name": "DAX", "value": "19,020.5"}]
WEATHER = {"london": {"sky": "rain", "degrees": 11}, "leeds": {"sky": "cloud", "degrees": 9}}
STORY = {"headline": "Lost painting found in attic", "text": "It had hung there since 1951."}


class StubHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        time.sleep(self.server.delay)
        if url.path == "/headlines":
            self.answer({"headlines": HEADLINES.get(query.get("edition"), [])})
        elif url.path == "/markets":
            self.answer({"quotes": QUOTES})
        elif url.path == "/weather" and query.get("city") in WEATHER:
            self.answer({"city": query["city"], **WEATHER[query["city"]]})
        elif url.path == "/status":
            self.answer({"status": "up", "queue": 3})
        elif url.path == "/stories/w-1951":
            self.answer(STORY)
        else:
            self.answer({"error": "not found"}, status=404)

    def do_POST(self):
        claim = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["claim"]
        time.sleep(self.server.delay)
        self.answer({"verdict": "false" if "moon" in claim.lower() else "unproven"})

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        pass


class StubServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host="127.0.0.1", port=0, delay=0.0):
        super().__init__((host, port), StubHandler)
        self.delay = delay

    @property
    def url(self):
        return f"http://{self.server_address[0]}:{self.server_address[1]}"
