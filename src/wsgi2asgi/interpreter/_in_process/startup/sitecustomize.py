"""Starts what was asked for in every Python with this folder on PYTHONPATH; then the environment's own module.

https://docs.python.org/3/library/site.html#module-sitecustomize: only the first module of this name is imported, so
the one that this one hides is run here. ``WSGI2ASGI_START`` is JSON: which module, and what it is told.
"""

import importlib
import importlib.machinery
import importlib.util
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def run_hidden():
    """Run the ``sitecustomize`` that would have been imported without this folder, if there is one."""
    others = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != HERE]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


if "WSGI2ASGI_START" in os.environ:
    asked = json.loads(os.environ["WSGI2ASGI_START"])
    importlib.import_module(asked["module"]).start(asked)
run_hidden()
