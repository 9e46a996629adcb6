"""The ASGI scope of a request that the test client composed for WSGI.

https://asgi.readthedocs.io/en/latest/specs/www.html#http-connection-scope; names and encodings are those that Uvicorn
gives.
"""

#: What the test client itself puts into every environ; all else was put there by the test.
OF_THE_CLIENT = {
    "CONTENT_LENGTH", "CONTENT_TYPE", "PATH_INFO", "QUERY_STRING", "REMOTE_ADDR", "REQUEST_METHOD", "SCRIPT_NAME",
    "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL",
}  # fmt: skip


def scope_of(environ, forced_prefix=None):
    """The scope. ``forced_prefix`` is the setting FORCE_SCRIPT_NAME: a server sees it before the path."""
    prefix = (forced_prefix or as_text(environ.get("SCRIPT_NAME", ""))).rstrip("/")
    path = as_text(environ.get("PATH_INFO", ""))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": environ.get("SERVER_PROTOCOL", "HTTP/1.1").split("/")[-1],
        "method": environ["REQUEST_METHOD"],
        "scheme": environ.get("wsgi.url_scheme", "http"),
        "path": f"{prefix}/{path[1:] if path.startswith('/') else path}",
        "raw_path": as_bytes(environ.get("PATH_INFO", "")),
        "root_path": as_text(environ.get("SCRIPT_NAME", "")),
        "query_string": as_bytes(environ.get("QUERY_STRING", "")),
        "headers": headers_of(environ),
        "client": [environ["REMOTE_ADDR"], 0] if environ.get("REMOTE_ADDR") else None,
        "server": [environ.get("SERVER_NAME", "testserver"), environ.get("SERVER_PORT", "80")],
        "state": {},
    }


def headers_of(environ):
    """The headers, by lower-case names with hyphens."""
    names = {name: name[5:] for name in environ if name.startswith("HTTP_")}
    names.update({name: name for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if name in environ})
    return [
        (as_bytes(name.lower().replace("_", "-")), as_bytes(environ[key]))
        for key, name in names.items()
        if environ[key] is not None
    ]


def body_of(environ):
    """The request's body."""
    stream = environ.get("wsgi.input")
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    return stream.read(min(length, len(stream))) if stream is not None and length > 0 else b""


def meta_without_header(environ):
    """What the test put into the environ that no header and no scope can carry, such as REMOTE_USER."""
    return {
        name: value
        for name, value in environ.items()
        if name not in OF_THE_CLIENT and not name.startswith(("HTTP_", "wsgi."))
    }


def as_bytes(value):
    """PEP 3333 puts bytes into text as latin-1; what a test gives otherwise goes out as UTF-8."""
    text = str(value)
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8")


def as_text(value):
    """A path as a server decodes it."""
    return as_bytes(value).decode("utf-8", "replace")
