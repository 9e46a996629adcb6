import contextlib
import functools

from sailings.models import Visit


class Audit:
    """Writes a visit when the block is entered."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        Visit.objects.create(path=self.path)  # hazard: context-manager-enter-writes
        return self

    def __exit__(self, *_):
        return False


@contextlib.contextmanager
def noted(path):
    yield path.upper()
    Visit.objects.create(path=path)  # hazard: contextmanager-generator-writes


def counted(view):
    @functools.wraps(view)
    async def wrapper(request, *args, **kwargs):
        Visit.objects.filter(path=request.path).update(path=request.path)  # hazard: decorator-queries
        return await view(request, *args, **kwargs)

    return wrapper


def stamped(view):
    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Ferry"] = "stamped"  # hazard: sync-decorator-on-async-view
        return response

    return wrapper


def named(name):
    def decorate(function):
        function.ferry_name = name
        return function

    return decorate
