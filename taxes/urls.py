from django.urls import path

from taxes.views import rates as views

app_name = "taxes"

urlpatterns = [
    path("", views.rates, name="rates"),
    path("add/", views.add, name="rate_add"),
    path("<uuid:rate_id>/end/", views.end, name="rate_end"),
]
