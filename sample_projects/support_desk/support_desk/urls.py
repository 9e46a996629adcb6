from django.contrib import admin
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path
from django.views.generic import RedirectView

from support_desk.views import healthz

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="tickets:list"), name="home"),
    path("healthz/", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("django.contrib.auth.urls")),
    path("agents/", include("agents.urls")),
    path("notifications/", include("notifications.urls")),
    path("tickets/", include("tickets.urls")),
]

# Only active with DEBUG; nginx serves /static/ in production.
urlpatterns += staticfiles_urlpatterns()
