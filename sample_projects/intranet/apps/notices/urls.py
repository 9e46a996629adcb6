from django.urls import path

from . import views

app_name = "notices"

urlpatterns = [
    path("", views.notice_list, name="list"),
    path("new/", views.notice_create, name="create"),
    path("ticker/", views.ticker, name="ticker"),
    path("latest/", views.latest, name="latest"),
    path("unread/", views.unread_count, name="unread"),
    path("policies/", views.policy_list, name="policies"),
    path("policies/<slug:slug>/", views.policy_download, name="policy"),
    path("<slug:slug>/", views.notice_detail, name="detail"),
    path("<slug:slug>/withdraw/", views.notice_withdraw, name="withdraw"),
]
