"""``python wsgi2asgi_uvicorn.py ARGUMENTS``: Uvicorn's own command line, also where Uvicorn is an extra package.

``python -m uvicorn`` would need it on PYTHONPATH, where its dependencies would hide the project's own.
Python 3.8 or later.
"""

import socket


def answer_at_once():
    """Let worker processes send without delay, as a single process does: asyncio sees no TCP in a socket that was
    handed down, and then every answer waits some 40 ms for an acknowledgement.
    """
    from uvicorn.config import Config

    bind = Config.bind_socket

    def bound(self):
        listener = bind(self)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener

    Config.bind_socket = bound


if __name__ == "__main__":  # worker processes import this file again
    import wsgi2asgi_boot

    wsgi2asgi_boot.end_with_owner()
    wsgi2asgi_boot.add_extra_packages()
    from uvicorn.main import main

    answer_at_once()
    main()
