import threading

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.utils.decorators import sync_and_async_middleware

from sailings.models import Vessel, Visit

current = threading.local()  # hazard: thread-local-in-async


class VisitMiddleware:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.started = True
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.__acall__(request)
        return self.get_response(request)

    async def __acall__(self, request):
        if request.path.startswith("/middleware/visit/"):
            self.remember(request)
        return await self.get_response(request)

    def remember(self, request):
        self.last_path = request.path  # hazard: request-state-on-middleware
        Visit.objects.create(path=request.path)  # hazard: middleware-helper-writes


@sync_and_async_middleware
def FleetMiddleware(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            if request.path.startswith("/middleware/fleet/"):
                request.fleet = Vessel.objects.count()  # hazard: function-middleware-queries
            return await get_response(request)

    else:

        def middleware(request):
            request.fleet = Vessel.objects.count()
            return get_response(request)

    return middleware


@sync_and_async_middleware
def CurrentPortMiddleware(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            current.port = request.GET.get("port")  # hazard: thread-local-in-async
            return await get_response(request)

    else:

        def middleware(request):
            return get_response(request)

    return middleware
