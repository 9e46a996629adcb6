from django.core.management.base import BaseCommand

from wire.stub import StubServer


class Command(BaseCommand):
    help = "Play the wire service on this machine (see WIRE_BASE_URL)."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=9797)
        parser.add_argument("--delay", type=float, default=0.4, help="seconds before each answer")

    def handle(self, *args, host, port, delay, **options):
        with StubServer(host, port, delay) as server:
            self.stdout.write(f"Wire service on {server.url}, {delay} s per answer")
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("Stopped.")
