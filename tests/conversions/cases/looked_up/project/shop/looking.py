"""Middleware that looks visitors up: for each request, or for some."""

class Looking:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        request.is_known = user.is_authenticated
        return self.get_response(request)


def looking_seldom(get_response):
    def middleware(request):
        if "look" in request.GET and request.user.is_authenticated:
            request.is_known = True
        return get_response(request)

    return middleware
