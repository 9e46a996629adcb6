from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("login/", lambda request: HttpResponse("login"), name="login"),
    path("book/<int:pk>/", lambda request, pk: HttpResponse(f"book {pk}"), name="book"),
    # the test adds the cases here
]
