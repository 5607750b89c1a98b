from django.urls import path

from rentals.views import deposits, dues, houses, leases, months, roll, tenants

app_name = "rentals"
urlpatterns = [
    path("", months.month, name="month"),
    path("raise/", months.raise_rents, name="raise"),
    path("houses/", houses.house_list, name="houses"),
    path("houses/add/", houses.house_add, name="house_add"),
    path("houses/<uuid:property_id>/edit/", houses.house_edit, name="house_edit"),
    path("houses/<uuid:property_id>/cost/", houses.cost, name="cost"),
    path("houses/<uuid:property_id>/units/add/", houses.unit_add, name="unit_add"),
    path("units/<uuid:unit_id>/edit/", houses.unit_edit, name="unit_edit"),
    path("units/<uuid:unit_id>/let/", leases.let, name="let"),
    path("leases/<uuid:lease_id>/", leases.lease, name="lease"),
    path("leases/<uuid:lease_id>/edit/", leases.edit, name="lease_edit"),
    path("leases/<uuid:lease_id>/received/", months.receive, name="receive"),
    path("leases/<uuid:lease_id>/charge/", dues.charge, name="charge"),
    path("leases/<uuid:lease_id>/deposit/", deposits.deposit, name="deposit"),
    path("leases/<uuid:lease_id>/leave/", leases.leave, name="leave"),
    path("leases/<uuid:lease_id>/link/", tenants.link, name="link"),
    path("leases/<uuid:lease_id>/lease.pdf", tenants.lease_file, name="lease_file"),
    path("leases/<uuid:lease_id>/receipts/<uuid:document_id>.pdf", tenants.receipt_file, name="receipt_file"),
    path("tenants/", tenants.said_list, name="said"),
    path("tenants/claims/<uuid:claim_id>/came/", tenants.claim_yes, name="claim_yes"),
    path("tenants/claims/<uuid:claim_id>/not/", tenants.claim_no, name="claim_no"),
    path("tenants/words/<uuid:word_id>/", tenants.word, name="word"),
    path("tenants/photos/<uuid:row_id>/", tenants.photo, name="tenant_photo"),
    path("dues/", dues.open_list, name="dues"),
    path("dues/fees/", dues.add_fees, name="fees"),
    path("dues/<uuid:due_id>/back/", dues.take_back, name="due_back"),
    path("deposits/", deposits.deposit_list, name="deposits"),
    path("roll/", roll.roll, name="roll"),
    path("roll.<paper:kind>", roll.roll_file, name="roll_file"),
]
