"""Every slug a program may meet: its number, fixed for good, and what to do. docs/api/errors.md says the same."""

from typing import NamedTuple


class Slug(NamedTuple):
    """`code` is the number in problems; `about` is for developers."""

    code: int
    about: str


CATALOGUE: dict[str, Slug] = {
    "body_unreadable": Slug(4001, "The body is not JSON, or holds NaN, an infinity or a NUL."),
    "address_unreadable": Slug(4002, "The address holds signs that cannot be read, such as %00."),
    "business_needed": Slug(4003, "The token opens several books: name one in X-Business-Id."),
    "cursor_unknown": Slug(4004, "The cursor is not one of this list. Start from the top."),
    "key_unreadable": Slug(4005, "An Idempotency-Key has 1 to 128 printable ASCII signs."),
    "token_needed": Slug(4011, "Send Authorization: Bearer and a token."),
    "token_refused": Slug(4012, "The token is unknown, has ended or was revoked. Refresh, or sign in again."),
    "sign_in_refused": Slug(4013, "E-mail and password do not belong together."),
    "refresh_refused": Slug(
        4014, "The refresh token is unknown, has ended, or was used before. Sign in again."
    ),
    "scope_missing": Slug(4031, "The token was not given the scope of this operation."),
    "role_not_allowed": Slug(4032, "The person's role in the book does not allow this."),
    "backdating_not_allowed": Slug(4033, "Staff write entries of today only."),
    "edit_not_allowed": Slug(4034, "Staff change only what they wrote today."),
    "second_proof_needed": Slug(
        4264, "The account was unused for long: its person signs in on the site once."
    ),
    "nothing_to_confirm": Slug(4265, "Nobody waits to be confirmed."),
    "https_needed": Slug(4035, "Call with https. Revoke the token that was sent in the open."),
    "account_closed": Slug(4036, "The account was switched off."),
    "device_needed": Slug(4038, "Only a token of a device does this; a personal token does not."),
    "origin_not_allowed": Slug(
        4039, "No token or app has registered this site. Add it when the token is made."
    ),
    "owner_needed": Slug(4037, "The person was an owner of the book and is none any more."),
    "not_found": Slug(4041, "There is no such thing in this book; whether another book has it is not told."),
    "method_not_allowed": Slug(4051, "The address does not take this method."),
    "id_taken": Slug(4091, "The id you chose is in use for something else."),
    "key_busy": Slug(4092, "A copy of this call is being worked on. Send it again in a few seconds."),
    "phone_taken": Slug(4093, "Another party has this phone number."),
    "contact_taken": Slug(4099, "Another account has this number or e-mail."),
    "nothing_to_undo": Slug(4094, "There is nothing to take back."),
    "already_deleted": Slug(4095, "The entry is deleted. Restore it first."),
    "wrong_moment": Slug(4096, "The import is in another state by now."),
    "still_on_its_way": Slug(4097, "The message is being delivered already."),
    "webhook_off": Slug(4098, "The webhook is switched off."),
    "resync": Slug(
        4102, "The sync cursor is not of this book as it stands. Read from the start; keep what is unsent."
    ),
    "file_gone": Slug(4101, "The file was kept for its time and is gone."),
    "changed_elsewhere": Slug(4121, "If-Match names an older revision. Read again, decide, send again."),
    "too_large": Slug(4131, "The body is larger than 12 MB."),
    "fields_refused": Slug(4221, "Some fields cannot be used; `errors` names them."),
    "period_locked": Slug(4222, "The book is closed until a day. Choose a later one."),
    "day_out_of_reach": Slug(4223, "The day lies before 1950 or more than a year ahead."),
    "amount_out_of_reach": Slug(4224, "Amounts are above 0 and below 10,000,000,000,000."),
    "amount_refused": Slug(4225, "The amount cannot be read."),
    "due_before_entry": Slug(4226, "The due date lies before the day of the entry."),
    "name_missing": Slug(4227, "A party needs a name."),
    "phone_refused": Slug(4228, "This is not a phone number of the country."),
    "text_refused": Slug(4229, "The text is too long or holds signs that cannot be kept."),
    "too_many_photos": Slug(4230, "An entry holds up to 10 photos."),
    "photo_refused": Slug(4231, "The photo is no JPEG, PNG or WebP, or too large."),
    "too_many_entries": Slug(4232, "The statement would have too many rows. Choose a shorter time."),
    "key_reused": Slug(4233, "The Idempotency-Key was used for another call."),
    "scope_unknown": Slug(4234, "There is no scope of this name."),
    "scope_needed": Slug(4235, "A token needs at least one scope."),
    "book_refused": Slug(4236, "The book cannot be opened so; the message says why."),
    "code_wrong": Slug(4237, "The one-time code does not match."),
    "code_too_old": Slug(4238, "The one-time code was used, replaced, tried too often, or is too old."),
    "message_unsent": Slug(4239, "The code could not be handed to the network."),
    "sheet_refused": Slug(4240, "The spreadsheet cannot be read; the message says why."),
    "mapping_incomplete": Slug(4241, "The import does not know which column is which yet."),
    "nothing_to_bring": Slug(4242, "The file holds nothing new."),
    "webhook_address_refused": Slug(4243, "News is not sent to this address; the message says why."),
    "webhook_event_unknown": Slug(4244, "There is no event of this name."),
    "too_many_webhooks": Slug(4245, "A book has up to 20 webhooks."),
    "days_refused": Slug(4246, "The last day lies before the first."),
    "too_many_tokens": Slug(4247, "A person has up to 50 standing tokens."),
    "too_many_documents": Slug(4248, "A bulk call takes up to 50 documents."),
    "too_many_mutations": Slug(4249, "A push takes up to 500 changes."),
    "end_refused": Slug(4254, "A token ends after today and within 5 years, or never."),
    "origin_refused": Slug(
        4255, "An origin is https:// and a host, without a path; http only for localhost."
    ),
    "too_many_origins": Slug(4256, "A token has up to 10 origins."),
    "limit_refused": Slug(4257, "A limit is 1 to 60,000 calls a minute."),
    "too_many_sandboxes": Slug(4258, "A person has up to 3 practice books."),
    "period_open": Slug(4401, "The day is open: change the entry itself."),
    "corrected_already": Slug(4402, "A correction of the entry stands. Take that back first."),
    "correction_stands": Slug(4403, "The entry is a line of a correction, which goes as a whole."),
    "period_unchanged": Slug(4404, "The period is closed, or open, just so already."),
    "year_stands": Slug(4405, "The year is closed. Open the year again first."),
    "not_settled": Slug(4406, "Something is open with the party: settle it first."),
    "gone_for_good": Slug(4407, "It left the trash for good."),
    "nothing_to_correct": Slug(4408, "The money of the correction is that of the entry."),
    "reason_missing": Slug(4409, "Opening a period or a year again needs a reason."),
    "period_ahead": Slug(4410, "A period is closed up to today at most."),
    "year_not_over": Slug(4411, "The year is not over yet."),
    "year_refused": Slug(4412, "The day is not the first of a year of this book."),
    "trash_days_refused": Slug(4413, "The trash is kept 1 to 365 days."),
    "grant_refused": Slug(4260, "This cannot be given to, or taken from, this person; the message says why."),
    "invited_already": Slug(4261, "The person is invited already. Withdraw that invitation first."),
    "contact_refused": Slug(4262, "Give a mobile number that gets text messages, or an e-mail address."),
    "nothing_asked": Slug(4263, "The call names nothing to change."),
    "too_many_invitations": Slug(4295, "Enough invitations went out in 24 hours. Try again tomorrow."),
    "same_party": Slug(4414, "A khata is not joined to itself."),
    "too_many_merged": Slug(4415, "A khata holds 20 others at most. Take one apart first."),
    "name_stands": Slug(4417, "Another party of the book has this name: say that this is another person."),
    "too_many_rows": Slug(4418, "A sheet of names takes up to 50 rows."),
    "day_unlikely": Slug(4419, "The day is far from today: change it, or confirm it with confirm_dates."),
    "not_merged": Slug(4416, "The khata stands by itself already."),
    "voucher_unbalanced": Slug(
        4501, "The debits of the voucher are not its credits; the message says by how much."
    ),
    "voucher_lines": Slug(4502, "A voucher has 2 to 100 lines."),
    "party_needed": Slug(4503, "A line on a receivable or payable account names its party."),
    "party_misplaced": Slug(4504, "Only lines on receivable and payable accounts name a party."),
    "party_lines_cancel": Slug(4505, "The lines of one party come to nothing together."),
    "not_a_contra": Slug(4506, "A contra stands on cash and bank accounts alone."),
    "account_inactive": Slug(4507, "The account of a line is closed."),
    "voucher_line": Slug(4508, "The entry is a line of a voucher: change the voucher."),
    "code_taken": Slug(4509, "Another account has this code."),
    "code_refused": Slug(4510, "A code is 1 to 12 letters, digits, dots or dashes."),
    "account_name_missing": Slug(4511, "An account needs a name."),
    "account_kind_refused": Slug(4512, "An account stands under one of its own kind."),
    "account_kept": Slug(4513, "The book needs this account: it can have another name and stays open."),
    "account_not_empty": Slug(4514, "The account holds something, or others stand under it."),
    "too_many_accounts": Slug(4515, "A book has up to 190 accounts."),
    "openings_differ": Slug(
        4516, "The opening sheet does not come out even, and nothing says where the rest goes."
    ),
    "opening_account_refused": Slug(4517, "This account's opening balance follows from others."),
    "person_erased": Slug(4701, "The person was erased. Nothing more is kept about them."),
    "words_refused": Slug(4702, "The person of the khata was erased: send the entry without a note."),
    "name_not_typed": Slug(4703, "What cannot be taken back is confirmed with the name, as it stands."),
    "member_exists": Slug(4250, "The person is in the book already."),
    "too_many_members": Slug(4251, "A book holds up to 50 people."),
    "last_owner": Slug(4252, "A book needs an owner: make another one first."),
    "role_refused": Slug(4253, "There is no role of this name."),
    "refused": Slug(4299, "The call cannot be carried out; the message says why."),
    "revision_needed": Slug(4281, "Send the revision you know in If-Match."),
    "limit_reached": Slug(4291, "Too many calls in a minute. Wait as Retry-After says."),
    "too_many_codes": Slug(4292, "Too many one-time codes. Wait as Retry-After says."),
    "too_many_tries": Slug(4293, "Too many wrong passwords. Wait as Retry-After says."),
    "too_many_files": Slug(4294, "The book was given too many files in a day. Try again tomorrow."),
    "busy": Slug(
        5031,
        "The database is locked or away. Send the same call again as Retry-After says, with its Idempotency-Key.",
    ),
    "broken": Slug(5001, "Something broke on our side. Tell us the trace id."),
}


def number_of(slug: str) -> int:
    """The integer `code` that belongs to a slug."""
    return CATALOGUE[slug].code
