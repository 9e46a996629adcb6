"""Serve the project's WSGI application with the standard library alone: ``python wsgi2asgi_wsgi.py HOST PORT``.

A thread a connection, real sockets. Hop-by-hop headers are dropped, as gunicorn and uWSGI do, because wsgiref
refuses a response that has one (PEP 3333, "Other HTTP Features").

Python 3.8 or later, standard library only (and the project's Django).
"""

import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.util import is_hop_by_hop


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """wsgiref's server with a thread a connection."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def server_bind(self):
        """Bind without asking a name server for the name of this machine."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]
        self.setup_environ()


class Handler(WSGIRequestHandler):
    """Writes no access log."""

    def log_message(self, *args):
        """Say nothing."""

    def address_string(self):
        """The address; no name server is asked."""
        return self.client_address[0]


def without_hop_by_hop(application):
    """The application, its responses without Connection, Keep-Alive and their like."""

    def wrapped(environ, start_response):
        def start(status, headers, exc_info=None):
            kept = [(name, value) for name, value in headers if not is_hop_by_hop(name)]
            return start_response(status, kept, exc_info)

        return application(environ, start)

    return wrapped


def main():
    """Serve until a signal ends the process."""
    import wsgi2asgi_boot

    application = wsgi2asgi_boot.serve("wsgi")
    server = Server((sys.argv[1], int(sys.argv[2])), Handler)
    server.set_app(without_hop_by_hop(application))
    server.serve_forever()


if __name__ == "__main__":
    main()
