from django.urls import path

from staff.views import health, visits

app_name = "staff"
urlpatterns = [
    path("health/", health.health_page, name="health"),
    path("health.json", health.health_json, name="health_json"),
    path("visits/", visits.visits, name="visits"),
    path("visits/leave/", visits.leave, name="leave"),
]
