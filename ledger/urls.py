from django.urls import path, register_converter
from django.urls.converters import StringConverter

from ledger.views import (
    accounts,
    all_books,
    changes,
    closing,
    corrections,
    day_book,
    downloads,
    entries,
    forgetting,
    khata,
    many,
    merges,
    onboarding,
    openings,
    own_data,
    parties,
    photos,
    since,
    statements,
    trash,
    vouchers,
    waiting,
    years,
)

app_name = "ledger"

BOOK = "b/<uuid:business_id>/"
PARTY = BOOK + "parties/<uuid:party_id>/"
ENTRY = BOOK + "entries/<uuid:document_id>/"
ACCOUNT = BOOK + "accounts/<uuid:account_id>/"
VOUCHER = BOOK + "vouchers/<uuid:document_id>/"


class PaperKind(StringConverter):
    """The files an accountant's paper is taken as."""

    regex = "pdf|xlsx|csv"


register_converter(PaperKind, "paper")

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
    path("me/data/", own_data.own_data, name="own_data"),
    path("me/data/<uuid:job_id>/", own_data.own_data_file, name="own_data_file"),
    path("me/erase/", own_data.account_erase, name="account_erase"),
    path(BOOK + "statements/", downloads.pack, name="pack"),
    path(BOOK + "statements/<uuid:job_id>/", downloads.statement_file, name="statement_file"),
    path(BOOK + "downloads/", downloads.downloads_page, name="downloads"),
    path(BOOK + "downloads/book/", downloads.book_export, name="book_export"),
    path(BOOK + "downloads/<uuid:job_id>/delete/", downloads.download_delete, name="download_delete"),
    path(PARTY + "data/", forgetting.party_data, name="party_data"),
    path(PARTY + "erase/", forgetting.party_erase, name="party_erase"),
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
    path("books/", all_books.all_books, name="all_books"),
    path(BOOK + "accounts/", accounts.accounts, name="accounts"),
    path(BOOK + "accounts/add/", accounts.account_add, name="account_add"),
    path(ACCOUNT, accounts.account, name="account"),
    path(ACCOUNT + "ledger.<paper:kind>", accounts.account_file, name="account_file"),
    path(ACCOUNT + "name/", accounts.account_name, name="account_name"),
    path(ACCOUNT + "state/", accounts.account_state, name="account_state"),
    path(BOOK + "trial-balance/", accounts.trial, name="trial"),
    path(BOOK + "trial-balance/balance.<paper:kind>", accounts.trial_file, name="trial_file"),
    path(BOOK + "day-book/", day_book.days, name="day_book"),
    path(BOOK + "day-book/book.<paper:kind>", day_book.day_book_file, name="day_book_file"),
    path(BOOK + "opening-balances/", openings.openings, name="openings"),
    path(BOOK + "vouchers/new/", vouchers.voucher_new, name="voucher_new"),
    path(BOOK + "vouchers/contra/", vouchers.contra, name="contra"),
    path(VOUCHER, vouchers.voucher, name="voucher"),
    path(VOUCHER + "edit/", vouchers.voucher_edit, name="voucher_edit"),
    path(VOUCHER + "delete/", vouchers.voucher_delete, name="voucher_delete"),
    path(VOUCHER + "undo/", vouchers.voucher_undo, name="voucher_undo"),
    path(ENTRY, entries.entry, name="entry"),
    path(ENTRY + "edit/", changes.edit, name="entry_edit"),
    path(ENTRY + "delete/", changes.delete, name="entry_delete"),
    path(ENTRY + "undo/", changes.undo, name="entry_undo"),
    path(ENTRY + "correction/back/", corrections.correction_back, name="correction_back"),
    path(ENTRY + "photos/", photos.add, name="photo_add"),
    path(ENTRY + "photo-small/", photos.small, name="photo_small"),
    path(ENTRY + "photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path(ENTRY + "photos/<uuid:photo_id>/remove/", photos.remove, name="photo_remove"),
]
