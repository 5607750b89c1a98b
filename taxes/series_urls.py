from django.urls import path

from taxes.views import series as views

app_name = "numbers"

urlpatterns = [
    path("", views.all_series, name="all"),
    path("add/", views.add, name="add"),
    path("<uuid:series_id>/", views.one, name="one"),
]
