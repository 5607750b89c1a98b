from django.urls import path

from imports.views import check, columns, file, rents, run

app_name = "imports"

urlpatterns = [
    path("", file.bring, name="bring"),
    path("sample/<str:language>.<str:kind>", file.sample, name="sample"),
    path("houses/", rents.rents, name="rents"),
    path("houses/sample/<str:language>.<str:kind>", rents.rents_sample, name="rents_sample"),
    path("<uuid:run_id>/houses/", rents.rents_check, name="rents_check"),
    path("<uuid:run_id>/", run.run_page, name="run"),
    path("<uuid:run_id>/sheet/", columns.sheet, name="sheet"),
    path("<uuid:run_id>/columns/", columns.columns, name="columns"),
    path("<uuid:run_id>/check/", check.check, name="check"),
    path("<uuid:run_id>/wrong.csv", check.wrong_rows, name="wrong"),
    path("<uuid:run_id>/start/", run.start, name="start"),
    path("<uuid:run_id>/undo/", run.undo, name="undo"),
    path("<uuid:run_id>/again/", run.again, name="again"),
    path("<uuid:run_id>/drop/", run.drop, name="drop"),
]
