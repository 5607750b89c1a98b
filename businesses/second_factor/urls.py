from django.urls import path

from businesses.second_factor.views import again, door, own

app_name = "second_factor"

urlpatterns = [
    path("sign-in/second/", door.door, name="door"),
    path("me/second/", own.overview, name="overview"),
    path("me/second/again/", again.again, name="again"),
    path("me/second/app/", own.app, name="app"),
    path("me/second/app/off/", own.app_off, name="app_off"),
    path("me/second/passkeys/add/", own.passkey_add, name="passkey_add"),
    path("me/second/passkeys/<uuid:passkey_id>/", own.passkey_remove, name="passkey_remove"),
    path("me/second/codes/", own.codes, name="codes"),
]
