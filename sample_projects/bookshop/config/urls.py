from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

urlpatterns = [
    path("", include("catalogue.urls")),
    path("api/", include("catalogue.api_urls")),
    path("orders/", include("orders.urls")),
    path("accounts/", include("accounts.urls")),
    path("imprint/", TemplateView.as_view(template_name="imprint.html"), name="imprint"),
    path("admin/", admin.site.urls),
]
