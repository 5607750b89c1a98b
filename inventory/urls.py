from django.urls import path

from inventory.views import items, moves, photos, sheets

app_name = "inventory"

ITEM = "<uuid:item_id>/"

urlpatterns = [
    path("", items.items, name="items"),
    path("add/", items.add, name="item_add"),
    path("count/", sheets.count, name="count"),
    path("send/", moves.send, name="send"),
    path("expiring/", sheets.expiring, name="expiring"),
    path("moves/<uuid:stock_id>/back/", moves.back, name="move_back"),
    path(ITEM, items.item, name="item"),
    path(ITEM + "edit/", items.edit, name="item_edit"),
    path(ITEM + "away/", items.away, name="item_away"),
    path(ITEM + "photo/", photos.show, name="photo"),
    path(ITEM + "photo/keep/", photos.keep, name="photo_keep"),
    path(ITEM + "photo/remove/", photos.remove, name="photo_remove"),
    path(ITEM + "in/", moves.come, name="come"),
    path(ITEM + "out/", moves.go, name="go"),
    path(ITEM + "parts/", sheets.parts, name="parts"),
    path(ITEM + "make/", moves.make, name="make"),
]
