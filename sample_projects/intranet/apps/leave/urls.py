from django.urls import path

from . import views

app_name = "leave"

urlpatterns = [
    path("", views.my_requests, name="mine"),
    path("new/", views.request_leave, name="request"),
    path("pending/", views.PendingView.as_view(), name="pending"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("calendar/", views.calendar, name="calendar"),
    path("balance/", views.balance, name="balance"),
    path("totals/", views.totals, name="totals"),
    path("report/", views.report, name="report"),
    path("report.csv", views.report_csv, name="report-csv"),
]
