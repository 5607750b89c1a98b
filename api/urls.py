"""Addresses of the API, and of the pages that stand beside its resources."""

from django.urls import path

from api.guide import postman, views
from api.v1 import make_api, routes

api = make_api()
found, app_name = routes(api)
urlpatterns = [
    path("errors", views.errors, name="errors"),
    path("changelog", views.changelog, name="changelog"),
    path("postman.json", postman.postman_file, name="postman"),
    *found,
]
