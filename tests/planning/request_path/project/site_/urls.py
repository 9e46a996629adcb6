from django.urls import path

from site_ import views

urlpatterns = [
    path("sync_view", views.sync_view),
    path("async_view", views.async_view),
    path("threaded_view", views.threaded_view),
    path("rendered_view", views.rendered_view),
    path("Page", views.Page.as_view()),
]
