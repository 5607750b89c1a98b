from django.urls import path

from staff.views import visits

app_name = "staff"
urlpatterns = [
    path("visits/", visits.visits, name="visits"),
    path("visits/leave/", visits.leave, name="leave"),
]
