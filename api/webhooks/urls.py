from django.urls import path

from api.webhooks import views

app_name = "webhooks"

ENDPOINT = "<uuid:endpoint_id>/"
DELIVERY = ENDPOINT + "deliveries/<uuid:delivery_id>/"

urlpatterns = [
    path("", views.webhooks, name="list"),
    path("add/", views.add, name="add"),
    path(ENDPOINT, views.webhook, name="endpoint"),
    path(ENDPOINT + "edit/", views.edit, name="edit"),
    path(ENDPOINT + "start/", views.start, name="start"),
    path(ENDPOINT + "stop/", views.stop, name="stop"),
    path(ENDPOINT + "remove/", views.remove, name="remove"),
    path(ENDPOINT + "secret/", views.secret, name="secret"),
    path(ENDPOINT + "test/", views.test, name="test"),
    path(DELIVERY, views.delivery, name="delivery"),
    path(DELIVERY + "again/", views.again, name="again"),
]
