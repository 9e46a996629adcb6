"""In a measured server: what ``requests`` asks of other servers is asked of the slow one of the measurement."""

import os


def _redirect(upstream):
    try:
        from requests.adapters import HTTPAdapter
    except ImportError:
        return
    send = HTTPAdapter.send

    def send_there(self, request, *args, **kwargs):
        request.url = upstream
        return send(self, request, *args, **kwargs)

    HTTPAdapter.send = send_there


if "SLOW_UPSTREAM" in os.environ:
    _redirect(os.environ["SLOW_UPSTREAM"])
