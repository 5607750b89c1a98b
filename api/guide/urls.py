from django.urls import path

from api.guide import views

app_name = "guide"

urlpatterns = [
    path("", views.index, name="index"),
    path("examples/<path:name>", views.example, name="example"),
    path("<slug:slug>/", views.guide, name="page"),
]
