"""Addresses of the pages for developers: a person's own, a book's, and the operators'."""

from django.urls import path

from api.views import access_log, devices, home, staff, tokens, usage

app_name = "developer"

urlpatterns = [
    path("b/<uuid:business_id>/developer/", home.home, name="home"),
    path("b/<uuid:business_id>/access-log/", access_log.access_log, name="access_log"),
    path("me/practice-book/", home.practice, name="practice"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/add/", tokens.add, name="token_add"),
    path("me/tokens/<uuid:token_id>/", tokens.token, name="token"),
    path("me/tokens/<uuid:token_id>/end/", tokens.end, name="token_end"),
    path("me/usage/", usage.usage, name="usage"),
    path("me/devices/", devices.devices, name="devices"),
    path("me/devices/others/out/", devices.others_out, name="others_out"),
    path("me/devices/<uuid:device_id>/out/", devices.sign_out, name="device_out"),
    path("staff/tokens/", staff.tokens, name="staff_tokens"),
    path("staff/tokens/<uuid:token_id>/", staff.limit, name="staff_limit"),
]
