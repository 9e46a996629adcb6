from time import perf_counter

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin


def server_timing(get_response):
    """Tell the browser's developer tools how long the application took."""

    def middleware(request):
        started = perf_counter()
        response = get_response(request)
        elapsed = (perf_counter() - started) * 1000
        response.headers["Server-Timing"] = f"app;dur={elapsed:.1f}"
        return response

    return middleware


class CurrencyMiddleware(MiddlewareMixin):
    """Remember the currency that a visitor picked with ?currency= in a cookie."""

    cookie_name = "currency"

    def process_request(self, request):
        wanted = request.GET.get("currency") or request.COOKIES.get(self.cookie_name)
        request.currency = wanted if wanted in settings.SHOP_CURRENCIES else "EUR"

    def process_response(self, request, response):
        patch_vary_headers(response, ["Cookie"])
        if "currency" in request.GET:
            response.set_cookie(self.cookie_name, request.currency, samesite="Lax")
        return response
