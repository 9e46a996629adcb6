from django.urls import path

from media import views

app_name = "media"

urlpatterns = [
    path("", views.UploadListView.as_view(), name="list"),
    path("new/", views.upload, name="upload"),
    path("<int:pk>/status/", views.transcode_status, name="status"),
    path("<int:pk>/download/", views.download, name="download"),
]
