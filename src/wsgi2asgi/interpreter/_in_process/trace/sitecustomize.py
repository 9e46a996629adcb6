"""Starts the tracer in every Python that begins with this folder on PYTHONPATH; then the environment's own module.

https://docs.python.org/3/library/site.html#module-sitecustomize: only the first module of this name is imported, so
the one that this one hides is run here.
"""

import importlib.machinery
import importlib.util
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


if "WSGI2ASGI_TRACE" in os.environ:
    import wsgi2asgi_tracer

    wsgi2asgi_tracer.start(os.environ["WSGI2ASGI_TRACE"])
run_hidden()
