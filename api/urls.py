"""Addresses of the API."""

from api.v1 import make_api, routes

api = make_api()
urlpatterns, app_name = routes(api)
