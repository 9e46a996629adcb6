from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.views.generic import TemplateView


def sync_view(request):
    return HttpResponse("sync")


async def async_view(request):
    return HttpResponse("async")


def two_letters():
    return "ok"


async def threaded_view(request):
    first = await sync_to_async(two_letters)()
    second = await sync_to_async(two_letters)()
    return HttpResponse(first + second)


def rendered_view(request):
    return TemplateResponse(request, engines["django"].from_string("rendered"))


class Page(TemplateView):
    def get_template_names(self):
        return engines["django"].from_string("page")
