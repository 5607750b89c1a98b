from django.urls import path

from invoicing.views import purchase_editor, purchase_files, purchases, tax_payments

app_name = "purchases"

PAPER = "<uuid:paper_id>/"

urlpatterns = [
    path("", purchases.papers, name="papers"),
    path("new/", purchase_editor.new, name="new"),
    path("many/", purchases.many, name="many"),
    path("reverse-charge/", tax_payments.reverse_tax, name="reverse_tax"),
    path(
        "reverse-charge/<uuid:payment_id>/take-back/", tax_payments.reverse_tax_back, name="reverse_tax_back"
    ),
    path(PAPER, purchases.paper, name="paper"),
    path(PAPER + "edit/", purchase_editor.edit, name="edit"),
    path(PAPER + "approve/", purchases.approve, name="approve"),
    path(PAPER + "take-out/", purchases.take_out, name="take_out"),
    path(PAPER + "drop/", purchases.drop, name="drop"),
    path(PAPER + "files/", purchase_files.add, name="file_add"),
    path(PAPER + "files/<uuid:file_id>/", purchase_files.show, name="file"),
    path(PAPER + "files/<uuid:file_id>/remove/", purchase_files.remove, name="file_remove"),
]
