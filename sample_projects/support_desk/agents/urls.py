from django.urls import path

from agents import views

app_name = "agents"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("availability/", views.toggle_availability, name="toggle-availability"),
    path("board.json", views.TeamBoardView.as_view(), name="board"),
    path("<int:pk>/", views.AgentDetailView.as_view(), name="detail"),
]
