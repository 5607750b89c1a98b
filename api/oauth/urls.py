from django.urls import path

from api.oauth.views import access, apps, consent, endpoints

app_name = "oauth"

APPS = "me/developer/apps/"
APP = APPS + "<uuid:app_id>/"

urlpatterns = [
    path("oauth/authorize", consent.authorize, name="authorize"),
    path("oauth/token", endpoints.token, name="token"),
    path("oauth/revoke", endpoints.revoke, name="revoke"),
    path("oauth/introspect", endpoints.introspect, name="introspect"),
    path(".well-known/oauth-authorization-server", endpoints.metadata, name="metadata"),
    path("me/apps/", access.apps, name="access"),
    path("me/apps/<uuid:app_id>/end/", access.end, name="access_end"),
    path(APPS, apps.apps, name="apps"),
    path(APPS + "add/", apps.add, name="app_add"),
    path(APP, apps.app, name="app"),
    path(APP + "edit/", apps.edit, name="app_edit"),
    path(APP + "secret/", apps.secret, name="app_secret"),
    path(APP + "remove/", apps.remove, name="app_remove"),
]
