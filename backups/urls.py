from django.urls import path

from backups import views

app_name = "backups"
urlpatterns = [
    path("", views.backups, name="backups"),
    path("download/", views.download, name="download"),
]
