from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.utils.decorators import async_only_middleware, sync_and_async_middleware
from django.utils.deprecation import MiddlewareMixin


class SyncOnly:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


class SyncWithView(SyncOnly):
    def process_view(self, request, view, args, kwargs):
        return None


class AsyncOnly:
    sync_capable = False
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request):
        return await self.get_response(request)


class Both:
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self.get_response):
            return self.later(request)
        return self.get_response(request)

    async def later(self, request):
        return await self.get_response(request)


class Mixed(MiddlewareMixin):
    def process_request(self, request):
        return None

    def process_template_response(self, request, response):
        return response


class MixedSyncOnly(MiddlewareMixin):
    async_capable = False

    def process_request(self, request):
        return None

    def process_response(self, request, response):
        return response


class AsyncHook(MiddlewareMixin):
    async def process_view(self, request, view, args, kwargs):
        return None


def function_sync(get_response):
    def middleware(request):
        return get_response(request)

    return middleware


@async_only_middleware
def function_async(get_response):
    async def middleware(request):
        return await get_response(request)

    return middleware


@sync_and_async_middleware
def function_both(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            return await get_response(request)

    else:

        def middleware(request):
            return get_response(request)

    return middleware


def nothing():
    return None


class Awaits(Both):
    async def later(self, request):
        await sync_to_async(nothing)()
        response = await self.get_response(request)
        await sync_to_async(nothing)()
        return response


@sync_and_async_middleware
def function_awaits(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            await sync_to_async(nothing)()
            return await get_response(request)

    else:

        def middleware(request):
            nothing()
            return get_response(request)

    return middleware


class Sometimes(Both):
    async def later(self, request):
        if "slow" in request.GET:
            await sync_to_async(nothing)()
        return await self.get_response(request)
