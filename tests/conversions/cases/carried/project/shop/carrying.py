"""Middleware that takes rights from visitors: on the row beside the user, which is kept on the object of the user."""


class Carrying:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            silence(request.user.profile)
        return self.get_response(request)


def silence(profile):
    profile.motto = ""
