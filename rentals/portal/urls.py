from django.urls import path

from rentals.portal import pages

app_name = "tenant"
LINK, MINE = "rented/<str:token>/", "my-homes/<uuid:party_id>/"
urlpatterns = [
    path("my-homes/", pages.my_homes, name="homes"),
    path(LINK, pages.home, name="rented_home"),
    path(LINK + "paid/", pages.paid, name="rented_paid"),
    path(LINK + "write/", pages.write, name="rented_write"),
    path(LINK + "lease.pdf", pages.lease_file, name="rented_lease"),
    path(LINK + "receipts/<uuid:document_id>.pdf", pages.receipt_file, name="rented_receipt"),
    path(LINK + "tax-invoices/<uuid:due_id>.pdf", pages.invoice_file, name="rented_invoice"),
    path(LINK + "papers/<uuid:kept_id>/", pages.paper_file, name="rented_paper"),
    path(LINK + "deposit-slip.pdf", pages.slip_file, name="rented_slip"),
    path(MINE, pages.my_home, name="mine_home"),
    path(MINE + "paid/", pages.my_paid, name="mine_paid"),
    path(MINE + "write/", pages.my_write, name="mine_write"),
    path(MINE + "lease.pdf", pages.my_lease_file, name="mine_lease"),
    path(MINE + "deposit-slip.pdf", pages.my_slip_file, name="mine_slip"),
    path(MINE + "tax-invoices/<uuid:due_id>.pdf", pages.my_invoice_file, name="mine_invoice"),
    path(MINE + "papers/<uuid:kept_id>/", pages.my_paper_file, name="mine_paper"),
    path(MINE + "receipts/<uuid:document_id>.pdf", pages.my_receipt_file, name="mine_receipt"),
]
