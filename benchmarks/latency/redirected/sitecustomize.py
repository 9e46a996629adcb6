"""In a measured server: what urllib3 (and requests, which uses it) asks of other servers is asked of the slow one of
the measurement; and where hops are counted, each adds a byte to a file."""

import functools
import os


def _redirect(upstream):
    try:
        from urllib3 import PoolManager
    except ImportError:
        return
    host, _, port = upstream.partition(":")
    connect = PoolManager.connection_from_host

    def connect_there(self, *_, **__):
        return connect(self, host, int(port), "http")

    PoolManager.connection_from_host = connect_there


def _count(file):
    from asgiref.sync import AsyncToSync, SyncToAsync

    for kind in (AsyncToSync, SyncToAsync):
        kind.__call__ = _counted(kind.__call__, file)


def _counted(call, file):
    @functools.wraps(call)
    def counted(*args, **kwargs):
        with open(file, "ab") as hops:
            hops.write(b".")
        return call(*args, **kwargs)

    return counted


if "SLOW_UPSTREAM" in os.environ:
    _redirect(os.environ["SLOW_UPSTREAM"])
if "COUNTED_HOPS" in os.environ:
    _count(os.environ["COUNTED_HOPS"])
