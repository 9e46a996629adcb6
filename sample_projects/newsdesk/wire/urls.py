from django.urls import path

from wire import views

app_name = "wire"

urlpatterns = [
    path("briefing/", views.briefing, name="briefing"),
    path("claims/", views.ClaimView.as_view(), name="claims"),
    path("import/<slug:wire_id>/", views.import_story, name="import"),
    path("status.json", views.StatusView.as_view(), name="status"),
    path("ticker.json", views.ticker, name="ticker"),
    path("weather/<slug:city>/", views.weather, name="weather"),
]
