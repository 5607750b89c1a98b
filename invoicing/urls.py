from django.urls import path

from invoicing.views import (
    advances,
    contacts,
    editor,
    files,
    from_khata,
    links,
    lists,
    mails,
    papers,
    recurring,
)

app_name = "invoicing"

PAPER, REPEATED = "<uuid:paper_id>/", "<uuid:recurring_id>/"

urlpatterns = [
    path("", lists.papers, name="papers"),
    path("new/", editor.new, name="new"),
    path("names/<uuid:party_id>/", contacts.contact, name="contact"),
    path("from-khata/<uuid:party_id>/", from_khata.from_khata, name="from_khata"),
    path("items/", editor.items, name="items"),
    path("repeated/", recurring.repeated, name="repeated"),
    path("repeated/" + REPEATED, recurring.recurring, name="recurring"),
    path("repeated/" + REPEATED + "edit/", recurring.edit, name="recurring_edit"),
    path("repeated/" + REPEATED + "move/", recurring.move, name="recurring_move"),
    path(PAPER + "repeat/", recurring.new, name="recurring_new"),
    path(PAPER, papers.paper, name="paper"),
    path(PAPER + "edit/", editor.edit, name="edit"),
    path(PAPER + "approve/", papers.approve, name="approve"),
    path(PAPER + "advance/", advances.advance, name="advance"),
    path(PAPER + "sent/", papers.sent, name="sent"),
    path(PAPER + "answer/", papers.answer, name="answer"),
    path(PAPER + "take-out/", papers.take_out, name="take_out"),
    path(PAPER + "drop/", papers.drop, name="drop"),
    path(PAPER + "link/", links.link, name="link"),
    path(PAPER + "share/", links.share, name="share"),
    path(PAPER + "mail/", mails.mail, name="mail"),
    path(PAPER + "bill.pdf", files.paper_pdf, name="pdf"),
    path(PAPER + "e-invoice.json", files.e_invoice_file, name="e_invoice"),
    path(PAPER + "e-way-bill/", files.e_way_bill_file, name="e_way_bill"),
]
