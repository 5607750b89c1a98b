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
    "second_factor_needed": Slug(
        4266, "The person has a second factor: send it, with `second_factor_token`, to /auth/second-factor."
    ),
    "second_factor_wrong": Slug(4267, "The code is not one of the person's app, or was used already."),
    "second_factor_expired": Slug(
        4268, "The second step came too late, or from another device. Sign in again."
    ),
    "second_factor_stands": Slug(4269, "An app makes codes for this account already."),
    "passkey_refused": Slug(4270, "The passkey's answer is not one to what was asked."),
    "too_many_passkeys": Slug(4271, "A person has up to 10 passkeys."),
    "too_many_proofs": Slug(4296, "Too many wrong second factors. Wait as Retry-After says."),
    "registration_refused": Slug(4272, "The registration number cannot be right; the message says why."),
    "registration_choice_refused": Slug(
        4273, "The country has no such kind of number, or the kind no such scheme."
    ),
    "too_many_registrations": Slug(4274, "A book has up to 50 registrations."),
    "branch_refused": Slug(4275, "The branch has no good name or kind; the message says why."),
    "too_many_branches": Slug(4276, "A book has up to 100 branches."),
    "registration_stands": Slug(4103, "The number is in the book already."),
    "registration_used": Slug(4104, "A branch stands under the registration."),
    "branch_used": Slug(4105, "Something is written for the branch: close it instead."),
    "own_second_factor_missing": Slug(4279, "The owner who asks has no second factor yet."),
    "second_factor_missing": Slug(4280, "The book opens only to members with a second factor: turn one on."),
    "branch_closed": Slug(4278, "The branch is closed: choose another one."),
    "main_branch": Slug(4106, "The main branch of a book stays open."),
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
    "sum_refused": Slug(4751, "The bill cannot be worked out; `reason` says why."),
    "rate_not_in_force": Slug(4752, "The tax has no rate on that day."),
    "own_rate_refused": Slug(4753, "The rate cannot be kept so; the message says why."),
    "series_refused": Slug(4754, "The series cannot number documents so; the message says why."),
    "series_gap": Slug(4758, "Numbers would be left out for good; send `leave_out` when that is meant."),
    "number_refused": Slug(4755, "A number has up to 16 letters, digits, - and /."),
    "number_taken": Slug(4756, "The number was used in this year already."),
    "rate_missing": Slug(4757, "The line names no tax, and no rate is kept for its code."),
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
    "owns_books": Slug(4706, "The person is the only owner of a book. Make another owner first."),
    "pack_too_large": Slug(4704, "A pack holds the statements of up to 2,000 people."),
    "nobody_to_show": Slug(4705, "Nobody of the book is like this in these days."),
    "member_exists": Slug(4250, "The person is in the book already."),
    "too_many_members": Slug(4251, "A book holds up to 50 people."),
    "last_owner": Slug(4252, "A book needs an owner: make another one first."),
    "role_refused": Slug(4253, "There is no role of this name."),
    "no_stock_here": Slug(4601, "The book keeps no stock: only a shop's book does."),
    "item_name_missing": Slug(4602, "An item needs a name."),
    "item_code_taken": Slug(4603, "Another item has this code or barcode."),
    "hsn_refused": Slug(4604, "An HSN code has 4, 6 or 8 digits; a SAC has 6 and begins with 99."),
    "barcode_refused": Slug(4605, "A barcode has 3 to 30 letters and digits; an EAN has a check digit."),
    "unit_refused": Slug(4606, "There is no unit of this code. Units go by their UQC."),
    "pack_refused": Slug(4607, "A pack has another unit than the item, and holds more than 0 of it."),
    "quantity_refused": Slug(4608, "Quantities are above 0 and below 10^11, with up to 4 places."),
    "tax_rate_refused": Slug(4609, "A tax rate is from 0 to 100 per cent."),
    "not_counted": Slug(4610, "The stock of this item is not counted."),
    "choice_stands": Slug(4611, "How the stock of an item is kept stays once it has moved."),
    "stock_short": Slug(4612, "More would leave than there is, and the item does not let that happen."),
    "nothing_moves": Slug(4613, "The call moves no stock."),
    "too_many_lines": Slug(4614, "An act of stock takes up to 200 lines, a bill of materials 50."),
    "same_branch": Slug(4615, "Goods go from one branch to another."),
    "stock_taken_back": Slug(4616, "This act of stock was taken back already."),
    "cost_stands": Slug(4617, "The cost of these goods was corrected. Take the correction back first."),
    "batch_needed": Slug(4618, "Goods of this item come with the number of their batch."),
    "batch_refused": Slug(4619, "The batch stands with another expiry, or was past it when the goods came."),
    "serials_refused": Slug(4620, "One serial number for each piece, and each where the goods are."),
    "parts_refused": Slug(4621, "An item is not made of itself, nor of what is not counted."),
    "parts_missing": Slug(4622, "The item has no bill of materials."),
    "another_registration": Slug(
        4623, "Between branches of two tax numbers goods are sold: a bill there, a purchase here."
    ),
    "batch_unknown": Slug(4624, "Of this item there is no batch of that number."),
    "paper_stands": Slug(4801, "The entry is a line of a bill or a payment: change that."),
    "entry_billed": Slug(4830, "The entry is on an invoice: take that out first."),
    "khata_lines_refused": Slug(
        4831, "An invoice of goods given on khata cannot be so; the message says why."
    ),
    "khata_line_refused": Slug(
        4832, "A line of it is no goods given, was billed, or comes to another amount."
    ),
    "line_refused": Slug(4802, "A line of the document cannot be so; the message says which, and why."),
    "line_words_missing": Slug(4803, "A line names an item, or says what it is."),
    "too_many_returned": Slug(4804, "More would come back than was sold."),
    "nothing_to_bill": Slug(4805, "The total is 0."),
    "paper_refused": Slug(4806, "The document cannot be so; the message says why."),
    "status_stands": Slug(4807, "What was done with the document does not allow it; the message says why."),
    "notes_stand": Slug(4808, "Another document was made from this one. Take that out first."),
    "money_stands": Slug(4809, "A payment is set against the document. Take it off first."),
    "tax_period_locked": Slug(4810, "Taxes are told to the state until a day. Choose a later one."),
    "source_refused": Slug(4811, "The document cannot be made from that one; the message says why."),
    "address_refused": Slug(4812, "An address has a part that is not known, or a state that is not in use."),
    "contact_words_refused": Slug(
        4813, "Something said of the contact cannot be kept; the message says why."
    ),
    "not_for_portal": Slug(4819, "The document cannot go to the portal yet; the message says why."),
    "mail_refused": Slug(4833, "An e-mail of a document cannot be so; the message says why."),
    "mail_not_set": Slug(4834, "The installation has no mail server."),
    "mails_of_day_spent": Slug(4835, "The book sent as many e-mails in a day as it may. Try again tomorrow."),
    "recurring_refused": Slug(
        4837, "An invoice cannot come back so; the message says why, and at which member."
    ),
    "mails_unsent": Slug(4836, "The mail server declined letters; each says so itself."),
    "more_than_left": Slug(4901, "More than is left of a document, or due in the khata, would be settled."),
    "payment_stands": Slug(
        4902, "Something settles the payment itself, such as a refund. Take that off first."
    ),
    "payment_refused": Slug(4903, "The payment cannot be so; the message says why, and at which field."),
    "over_paid": Slug(
        4904, "More than is due. Send it again with keep_advance for the rest to stay as an advance."
    ),
    "payment_gone": Slug(4905, "The payment was taken out already."),
    "cheque_not_waiting": Slug(4906, "The payment is no cheque that waits, or its day has not come."),
    "too_many_at_once": Slug(4907, "Up to 100 documents go in one call."),
    "voucher_stands": Slug(
        4914, "The payment has a voucher of its own number: take it out and write a new one."
    ),
    "advance_does_not_fit": Slug(
        4915, "The advance and the invoice do not go together; the message says why."
    ),
    "advance_above_room": Slug(
        4916,
        "More than is left of the advance, or than the invoice has left at its rate; the message says how much.",
    ),
    "no_rent_here": Slug(4851, "The book lets nothing out: only a rent book does."),
    "unit_taken": Slug(4852, "The house has a unit of this name already."),
    "rent_name_missing": Slug(4853, "A unit needs a name, and a charge says what it is for."),
    "too_many_units": Slug(4854, "A book has up to 500 units."),
    "lease_refused": Slug(4855, "The lease cannot be so; the message says why, and at which member."),
    "unit_let": Slug(4856, "The unit is let in these days. End that lease first."),
    "lease_ended": Slug(4857, "The lease has ended, and all is settled."),
    "due_stands": Slug(4858, "This was asked for already: one of a kind and name for each lease and month."),
    "taken_back": Slug(4859, "This was taken back already."),
    "why_missing": Slug(4860, "What a tenant sees taken back or cut needs a reason."),
    "deposit_short": Slug(4861, "Less of the deposit lies here than would be taken."),
    "share_refused": Slug(
        4862,
        "The parts of the payment are more than it, or more than the dues of this tenant that they name.",
    ),
    "cheque_done": Slug(4863, "The cheque was cleared or given back already."),
    "still_let": Slug(4864, "Somebody lives there. End the lease first."),
    "put_away": Slug(4865, "The house or unit was put away. Bring it back first."),
    "claim_answered": Slug(4866, "What the tenant said about a payment was answered already."),
    "word_missing": Slug(4867, "A message of a tenant says something."),
    "too_many_words": Slug(4868, "Several messages of the tenant wait for an answer."),
    "reading_refused": Slug(4869, "The meter or its reading cannot be so; the message says why."),
    "split_refused": Slug(4870, "The bill cannot be split so; the message says why."),
    "section_missing": Slug(4871, "Tax was kept back, and nothing says under which section of the law."),
    "state_unknown": Slug(4872, "There is no such state: send the two digits a GSTIN of it begins with."),
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
