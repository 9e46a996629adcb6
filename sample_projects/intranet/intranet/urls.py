from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from core import views as core

urlpatterns = [
    path("", core.home, name="home"),
    path("health/", core.health, name="health"),
    path("ready/", core.ready, name="ready"),
    path("whoami/", core.whoami, name="whoami"),
    path("audit/", core.audit_log, name="audit-log"),
    path("login/", auth.LoginView.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("people/", include("people.urls")),
    path("notices/", include("notices.urls")),
    path("leave/", include("leave.urls")),
    path("admin/", admin.site.urls),
]
