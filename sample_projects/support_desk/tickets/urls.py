from django.urls import path

from tickets import views

app_name = "tickets"

urlpatterns = [
    path("", views.ticket_list, name="list"),
    path("new/", views.ticket_create, name="create"),
    path("stats.json", views.queue_stats, name="stats"),
    path("<int:pk>/", views.ticket_detail, name="detail"),
    path("<int:pk>/assign/", views.ticket_assign, name="assign"),
    path("<int:pk>/close/", views.ticket_close, name="close"),
    path("<int:pk>/updates/", views.ticket_updates, name="updates"),
]
