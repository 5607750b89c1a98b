from django.urls import path

from ledger.views import changes, entries, khata, onboarding, parties, photos, statements, waiting

app_name = "ledger"

BOOK = "b/<uuid:business_id>/"
PARTY = BOOK + "parties/<uuid:party_id>/"
ENTRY = BOOK + "entries/<uuid:document_id>/"

urlpatterns = [
    path("start/", onboarding.start, name="start"),
    path(BOOK + "khata/", khata.khata, name="khata"),
    path(BOOK + "khata/names/", khata.names, name="names"),
    path(BOOK + "entries/", entries.record, name="record"),
    path(BOOK + "parties/add/", parties.add, name="party_add"),
    path(BOOK + "parties/phone/", parties.phone, name="phone"),
    path(PARTY, khata.party, name="party"),
    path(PARTY + "edit/", parties.edit, name="party_edit"),
    path(PARTY + "statement/", statements.statement_page, name="statement"),
    path(PARTY + "statement.pdf", statements.statement_pdf, name="statement_pdf"),
    path(PARTY + "statement.xlsx", statements.statement_excel, name="statement_xlsx"),
    path(PARTY + "statement.csv", statements.statement_csv, name="statement_csv"),
    path(BOOK + "statements/<uuid:job_id>/", statements.statement_file, name="statement_file"),
    path(PARTY + "entries/", entries.record_for, name="record_for"),
    path(BOOK + "waiting/", waiting.waiting_page, name="waiting"),
    path(BOOK + "waiting/<uuid:pending_id>/", waiting.decide_waiting, name="decide_waiting"),
    path(ENTRY, entries.entry, name="entry"),
    path(ENTRY + "edit/", changes.edit, name="entry_edit"),
    path(ENTRY + "delete/", changes.delete, name="entry_delete"),
    path(ENTRY + "undo/", changes.undo, name="entry_undo"),
    path(ENTRY + "photos/", photos.add, name="photo_add"),
    path(ENTRY + "photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path(ENTRY + "photos/<uuid:photo_id>/remove/", photos.remove, name="photo_remove"),
]
