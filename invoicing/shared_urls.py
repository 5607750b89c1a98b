from django.urls import path

from invoicing.views import shared

app_name = "shared"
urlpatterns = [
    path("bill/<str:token>/", shared.bill, name="bill"),
    path("bill/<str:token>/bill.pdf", shared.bill_pdf, name="pdf"),
]
