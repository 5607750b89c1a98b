from django.urls import path

from invoicing.views import advances, payments

app_name = "payments"

urlpatterns = [
    path("", payments.payments, name="payments"),
    path("from/<uuid:party_id>/", payments.new, name="new"),
    path("<uuid:payment_id>/", payments.payment, name="payment"),
    path("<uuid:payment_id>/voucher.pdf", advances.voucher_pdf, name="voucher_pdf"),
    path("<uuid:payment_id>/pay-back/", advances.pay_back, name="pay_back"),
    path("<uuid:payment_id>/take-out/", payments.remove, name="remove"),
]
