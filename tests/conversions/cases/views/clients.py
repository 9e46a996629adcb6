"""Other servers asked through requests and httpx, the packages themselves."""
import httpx
import requests
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop.models import Book
from shop.upstream import ADDRESS

NOBODY = "http://127.0.0.1:9/"


# shows: 4.requests
# expect: async
def asked(request):
    answer = requests.get(ADDRESS, timeout=5)
    answer.raise_for_status()
    return JsonResponse({"text": answer.text, "status": answer.status_code})


# shows: 4.requests
# expect: async
def with_session(request):
    with requests.Session() as session:
        session.headers["X-Asked-By"] = "shop"
        texts = [session.get(ADDRESS, timeout=5).text for _ in range(2)]
    return JsonResponse({"texts": texts, "books": Book.objects.count()})


# shows: 4.requests 8.try
# expect: async
def nobody_there(request):
    try:
        answer = requests.get(NOBODY, timeout=2)
    except requests.ConnectionError:
        return HttpResponse("nobody there", status=404)
    return HttpResponse(answer.content)


# shows: 4.requests
# expect: async
def in_chunks(request):
    answer = requests.get(ADDRESS, stream=True, timeout=5)
    size = sum(len(chunk) for chunk in answer.iter_content(4))
    return HttpResponse(str(size))


# shows: 4.httpx
# expect: async
def asked_by_httpx(request):
    answer = httpx.get(ADDRESS, timeout=5)
    if answer.is_success:
        return HttpResponse(answer.text)
    return HttpResponse(status=404)


# shows: 4.httpx
# expect: async
def with_client(request):
    with httpx.Client(timeout=5) as client:
        first = client.get(ADDRESS).text
        second = client.request("GET", ADDRESS).text
    return JsonResponse({"same": first == second, "cheap": Book.objects.filter(price__lt=15).count()})


# shows: 4.httpx 8.try
# expect: async
def nobody_there_for_httpx(request):
    try:
        httpx.get(NOBODY, timeout=2)
    except httpx.ConnectError:
        return HttpResponse("nobody there", status=404)
    return HttpResponse("somebody")


# shows: 4.httpx
# expect: async
def in_lines(request):
    with httpx.stream("GET", ADDRESS, timeout=5) as answer:
        lines = list(answer.iter_lines())
    return JsonResponse({"lines": lines})


class Weather:
    def __init__(self):
        self.client = httpx.Client(timeout=5)

    def today(self):
        return self.client.get(ADDRESS).text


weather = Weather()


# shows: 4.httpx 4.helper_method
# expect: async
def kept_client(request):
    return JsonResponse({"weather": weather.today(), "books": Book.objects.count()})


urlpatterns = [
    path("asked/", asked),
    path("with_session/", with_session),
    path("nobody_there/", nobody_there),
    path("in_chunks/", in_chunks),
    path("asked_by_httpx/", asked_by_httpx),
    path("with_client/", with_client),
    path("nobody_there_for_httpx/", nobody_there_for_httpx),
    path("in_lines/", in_lines),
    path("kept_client/", kept_client),
]
VISITS = [("GET", f"/{name}/") for name in (
    "asked", "with_session", "nobody_there", "in_chunks", "asked_by_httpx", "with_client", "nobody_there_for_httpx",
    "in_lines", "kept_client",
)]
