"""Which functions of the project are on the stack, and whether a request is being answered."""

import os
import sys

#: Files of Django and others, by their end: what a frame of theirs between the project's code and the effect means.
INSIDE = {
    os.path.join("django", "contrib", "sessions"): "session",
    os.path.join("django", "core", "cache"): "cache",
    os.path.join("django", "core", "mail"): "mail",
    os.path.join("django", "contrib", "auth", "hashers.py"): "cpu",
    os.path.join("site-packages", "requests"): "http",
    os.path.join("site-packages", "httpx"): "http",
    os.path.join("site-packages", "urllib3"): "http",
    os.path.join("http", "client.py"): "http",
    os.path.join("urllib", "request.py"): "http",
    os.path.join(os.path.dirname(os.__file__), "subprocess.py"): "subprocess",
}
#: Whoever opens files here does so once a process, or for a log: not on behalf of a request.
ONCE = (
    os.path.join("django", "template", "loaders"), os.path.join("jinja2", "loaders.py"),
    os.path.join("django", "utils", "translation"), "gettext.py",
    "linecache.py", "tokenize.py", "mimetypes.py", "inspect.py", os.path.join("logging", "__init__.py"),
)  # fmt: skip
HANDLERS = os.path.join("django", "core", "handlers", "")
#: Around each middleware and around the view: what stands outside waits for its answer, no more.
#: https://docs.djangoproject.com/en/5.2/topics/http/middleware/#middleware-order-and-layering
LAYER = ("inner", "get_response", "get_response_async")
GENERIC = (
    os.path.join("django", "views", "generic", "base.py"),
    os.path.join("rest_framework", "viewsets.py"),
)
LIBRARIES = {"site-packages", "dist-packages", "node_modules"}


class Stacks:
    """Reads stacks of one project: its files lie below ``root``, but not in an environment there."""

    def __init__(self, root):
        self.root = os.path.join(os.path.realpath(root), "")
        self.kinds = {}

    def kind(self, file):
        """``(kind, detail)`` of a file: project with its path, inside with the effect, handler, generic, once."""
        known = self.kinds.get(file)
        if known is None:
            known = self.kinds[file] = self.look(file)
        return known

    def look(self, file):
        if file.startswith("<frozen importlib"):
            return "import", None
        path = os.path.realpath(file)
        if path.startswith(self.root) and path.endswith(".py") and os.path.isfile(path):  # no compiled templates
            below = path[len(self.root) :].replace(os.sep, "/")
            in_environment = path.startswith(os.path.join(os.path.realpath(sys.prefix), ""))
            if not in_environment and not LIBRARIES.intersection(below.split("/")):
                return "project", below
        if HANDLERS in path:
            return "handler", None
        if path.endswith(GENERIC):
            return "generic", None
        if any(part in path for part in ONCE):
            return "once", None
        return next((("inside", effect) for part, effect in INSIDE.items() if part in path), ("", None))

    def read(self, frame, effect):
        """``(effect, scope, frames)``, frames from the innermost, each ``(path, first line, name, line, module)``.

        ``scope`` is "view" or "middleware" while a request is answered, else "outside". None where no function of the
        project is on the stack, or the effect belongs to an import.
        """
        frames, live, scope, begin = [], [], "middleware", 0
        while frame is not None:
            code = frame.f_code
            kind, detail = self.kind(code.co_filename)
            if kind == "project":
                frames.append(
                    (detail, code.co_firstlineno, code.co_name, frame.f_lineno, frame.f_globals.get("__name__", ""))
                )
                live.append(frame)
            elif kind == "import" or (kind == "once" and not frames and effect == "file"):
                return None
            elif kind == "inside" and not frames:
                effect = detail
            elif kind == "handler" and code.co_name in ("_get_response", "_get_response_async"):
                scope = "view"
            elif kind == "handler" and code.co_name in LAYER:
                return (effect, scope, tuple(frames)) if frames else None
            elif kind == "generic" and code.co_name == "view":
                begin = len(frames)
            frame = frame.f_back
        return self.without_handler(effect, frames, live, begin) if frames else None

    def without_handler(self, effect, frames, live, begin):
        """The same where no handler is on the stack: tests may call a view with a request that they made."""
        for position in range(len(live) - 1, begin - 1, -1):
            if takes_request(live[position]):
                begin = position + 1
                break
        if begin:
            return effect, "view", tuple(frames[:begin])
        return effect, "outside", tuple(frames)


def takes_request(frame):
    """Whether the function was called with a request first, or after ``self``."""
    module = sys.modules.get("django.http.request")
    if module is None:
        return False
    values = frame.f_locals
    for name in frame.f_code.co_varnames[: min(frame.f_code.co_argcount, 2)]:
        value = values.get(name)
        if isinstance(value, module.HttpRequest):
            return True
    return False
