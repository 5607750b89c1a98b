from django.urls import path

from ledger.views import (
    changes,
    closing,
    corrections,
    entries,
    khata,
    many,
    merges,
    onboarding,
    parties,
    photos,
    since,
    statements,
    trash,
    waiting,
    years,
)

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
    path(BOOK + "parties/many/", many.many, name="many"),
    path(BOOK + "parties/sheet/", many.sheet, name="sheet"),
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
    path(BOOK + "history/", since.book_history, name="book_history"),
    path(BOOK + "history/seen/", since.book_seen, name="book_seen"),
    path(PARTY + "history/", since.party_history, name="party_history"),
    path(PARTY + "history/seen/", since.party_seen, name="party_seen"),
    path(PARTY + "join/", merges.join, name="party_join"),
    path(PARTY + "apart/", merges.apart, name="party_apart"),
    path(PARTY + "delete/", trash.party_delete, name="party_delete"),
    path(BOOK + "trash/", trash.trash, name="trash"),
    path(BOOK + "trash/restore/", trash.trash_restore, name="trash_restore"),
    path(BOOK + "trash/days/", trash.trash_days, name="trash_days"),
    path(BOOK + "closing/", closing.closing, name="closing"),
    path(BOOK + "closing/open/", closing.opening, name="opening"),
    path(BOOK + "years/", years.years_page, name="years"),
    path(BOOK + "years/<int:year>/", years.year, name="year"),
    path(BOOK + "years/<uuid:year_end_id>/open/", years.year_open, name="year_open"),
    path(ENTRY, entries.entry, name="entry"),
    path(ENTRY + "edit/", changes.edit, name="entry_edit"),
    path(ENTRY + "delete/", changes.delete, name="entry_delete"),
    path(ENTRY + "undo/", changes.undo, name="entry_undo"),
    path(ENTRY + "correction/back/", corrections.correction_back, name="correction_back"),
    path(ENTRY + "photos/", photos.add, name="photo_add"),
    path(ENTRY + "photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path(ENTRY + "photos/<uuid:photo_id>/remove/", photos.remove, name="photo_remove"),
]
