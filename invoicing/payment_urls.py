from django.urls import path

from invoicing.views import payments

app_name = "payments"

urlpatterns = [
    path("", payments.payments, name="payments"),
    path("from/<uuid:party_id>/", payments.new, name="new"),
    path("<uuid:payment_id>/", payments.payment, name="payment"),
    path("<uuid:payment_id>/take-out/", payments.remove, name="remove"),
]
