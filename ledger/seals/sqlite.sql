-- The second guard on SQLite. Each statement ends at a line of its own holding only a semicolon-terminated END.
-- INSERT OR REPLACE deletes the old row without firing delete triggers, so an existing key is refused before insert.

CREATE TRIGGER seal_entry_insert BEFORE INSERT ON ledger_entry BEGIN
    SELECT RAISE(ABORT, 'sealed: an entry is born unposted') WHERE NEW.posted_as IS NOT NULL;
    SELECT RAISE(ABORT, 'sealed: this entry stands already') WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id OR posted_as = NEW.id);
    -- Two partial indexes hold the numbers: each condition must name its own, or the whole book is read.
    SELECT RAISE(ABORT, 'sealed: this number of the book is taken') WHERE NEW.reverses_id IS NULL AND EXISTS (
        SELECT 1 FROM ledger_entry WHERE business_id = NEW.business_id AND seq = NEW.seq AND reverses_id IS NULL);
    SELECT RAISE(ABORT, 'sealed: this number of the book is taken') WHERE NEW.reverses_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM ledger_entry WHERE business_id = NEW.business_id AND seq = NEW.seq AND reverses_id IS NOT NULL);
    SELECT RAISE(ABORT, 'sealed: this entry is reversed already') WHERE NEW.reverses_id IS NOT NULL
        AND EXISTS (SELECT 1 FROM ledger_entry WHERE reverses_id = NEW.reverses_id);
    SELECT RAISE(ABORT, 'sealed: a reversal needs a posted entry of the same document') WHERE NEW.reverses_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.reverses_id AND posted_as = id
            AND business_id = NEW.business_id AND document_id = NEW.document_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_entry_update BEFORE UPDATE ON ledger_entry BEGIN
    SELECT RAISE(ABORT, 'sealed: a posted entry never changes') WHERE OLD.posted_as IS NOT NULL;
    SELECT RAISE(ABORT, 'sealed: an entry can only be posted') WHERE NEW.posted_as IS NOT OLD.id
        OR NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id OR NEW.branch_id IS NOT OLD.branch_id
        OR NEW.document_id IS NOT OLD.document_id OR NEW.seq IS NOT OLD.seq OR NEW.day IS NOT OLD.day
        OR NEW.pos IS NOT OLD.pos OR NEW.actor_id IS NOT OLD.actor_id OR NEW.device_id IS NOT OLD.device_id
        OR NEW.reverses_id IS NOT OLD.reverses_id OR NEW.chain IS NOT OLD.chain;
    SELECT RAISE(ABORT, 'sealed: the entry does not balance') WHERE (
        SELECT COUNT(*) < 2 OR SUM(amount) <> 0 FROM ledger_line WHERE entry_id = OLD.id);
    SELECT RAISE(ABORT, 'sealed: the period is locked') WHERE EXISTS (
        SELECT 1 FROM businesses_business WHERE id = OLD.business_id AND books_locked_until >= OLD.day);
END;

CREATE TRIGGER seal_entry_delete BEFORE DELETE ON ledger_entry BEGIN
    SELECT RAISE(ABORT, 'sealed: entries are never deleted');
END;

CREATE TRIGGER seal_line_insert BEFORE INSERT ON ledger_line BEGIN
    SELECT RAISE(ABORT, 'sealed: this line stands already') WHERE NEW.id <> -1 AND EXISTS (SELECT 1 FROM ledger_line WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: a line is a whole number above or below zero') WHERE typeof(NEW.amount) <> 'integer' OR NEW.amount = 0;
    SELECT RAISE(ABORT, 'sealed: the entry is posted, elsewhere or in another place') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id AND posted_as IS NULL AND business_id = NEW.business_id
        AND branch_id = NEW.branch_id AND day = NEW.day AND pos = NEW.pos);
    SELECT RAISE(ABORT, 'sealed: the account is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.account_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_line_update BEFORE UPDATE ON ledger_line BEGIN
    SELECT RAISE(ABORT, 'sealed: lines never change');
END;

CREATE TRIGGER seal_line_delete BEFORE DELETE ON ledger_line BEGIN
    SELECT RAISE(ABORT, 'sealed: lines are never deleted');
END;

CREATE TRIGGER seal_document_insert BEFORE INSERT ON ledger_document BEGIN
    SELECT RAISE(ABORT, 'sealed: this document stands already') WHERE EXISTS (SELECT 1 FROM ledger_document WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: an amount is a whole number above zero') WHERE typeof(NEW.amount) <> 'integer' OR NEW.amount <= 0;
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: what is corrected is of another book') WHERE NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.corrects_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the voucher is of another book') WHERE NEW.part_of_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.part_of_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the bill is of another book') WHERE NEW.billed_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.billed_by_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: this row was brought in already') WHERE NEW.source_key IS NOT NULL AND EXISTS (
        SELECT 1 FROM ledger_document WHERE business_id = NEW.business_id AND source_key = NEW.source_key AND state = 'posted');
END;

CREATE TRIGGER seal_document_update BEFORE UPDATE ON ledger_document BEGIN
    SELECT RAISE(ABORT, 'sealed: what a document is never changes') WHERE NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.kind IS NOT OLD.kind
        OR NEW.party_id IS NOT OLD.party_id OR NEW.pos IS NOT OLD.pos OR NEW.created_at IS NOT OLD.created_at
        OR NEW.source_key IS NOT OLD.source_key OR NEW.corrects_id IS NOT OLD.corrects_id
        OR NEW.part_of_id IS NOT OLD.part_of_id;
    SELECT RAISE(ABORT, 'sealed: the bill is of another book') WHERE NEW.billed_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.billed_by_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: a document goes to another branch with its money') WHERE NEW.branch_id IS NOT OLD.branch_id
        AND NOT EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id AND id IS NOT OLD.entry_id
            AND business_id = NEW.business_id AND branch_id = NEW.branch_id AND posted_as = id);
    SELECT RAISE(ABORT, 'sealed: this row was brought in already') WHERE NEW.state = 'posted' AND OLD.state <> 'posted'
        AND NEW.source_key IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_document
            WHERE business_id = NEW.business_id AND source_key = NEW.source_key AND state = 'posted' AND id <> NEW.id);
    SELECT RAISE(ABORT, 'sealed: an amount is a whole number above zero') WHERE typeof(NEW.amount) <> 'integer' OR NEW.amount <= 0;
    SELECT RAISE(ABORT, 'sealed: the entry is of another document') WHERE NEW.entry_id IS NOT NULL AND NEW.entry_id IS NOT OLD.entry_id
        AND NOT EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id
            AND document_id = COALESCE(NEW.part_of_id, NEW.id));
END;

CREATE TRIGGER seal_document_delete BEFORE DELETE ON ledger_document BEGIN
    SELECT RAISE(ABORT, 'sealed: documents are trashed, never deleted');
END;

CREATE TRIGGER seal_party_insert BEFORE INSERT ON ledger_party BEGIN
    SELECT RAISE(ABORT, 'sealed: this party stands already') WHERE EXISTS (SELECT 1 FROM ledger_party WHERE id = NEW.id);
END;

CREATE TRIGGER seal_party_update BEFORE UPDATE OF id, business_id, merged_into_id ON ledger_party BEGIN
    SELECT RAISE(ABORT, 'sealed: a party stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NEW.merged_into_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.merged_into_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_party_delete BEFORE DELETE ON ledger_party BEGIN
    SELECT RAISE(ABORT, 'sealed: the party has entries') WHERE EXISTS (SELECT 1 FROM ledger_document WHERE party_id = OLD.id)
        OR EXISTS (SELECT 1 FROM ledger_line WHERE party_id = OLD.id);
END;

CREATE TRIGGER seal_account_insert BEFORE INSERT ON ledger_account BEGIN
    SELECT RAISE(ABORT, 'sealed: this account stands already') WHERE EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id
        OR (business_id = NEW.business_id AND code = NEW.code)
        OR (business_id = NEW.business_id AND role = NEW.role AND NEW.role <> ''));
    SELECT RAISE(ABORT, 'sealed: the account above is of another book') WHERE NEW.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.parent_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_account_update BEFORE UPDATE ON ledger_account BEGIN
    SELECT RAISE(ABORT, 'sealed: another account has this code or role') WHERE EXISTS (SELECT 1 FROM ledger_account
        WHERE id <> OLD.id AND business_id = NEW.business_id AND (code = NEW.code OR (role = NEW.role AND NEW.role <> '')));
    SELECT RAISE(ABORT, 'sealed: an account stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the account above is of another book') WHERE NEW.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.parent_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the account has entries') WHERE (NEW.kind IS NOT OLD.kind OR NEW.currency IS NOT OLD.currency)
        AND EXISTS (SELECT 1 FROM ledger_line WHERE account_id = OLD.id);
END;

CREATE TRIGGER seal_account_delete BEFORE DELETE ON ledger_account BEGIN
    SELECT RAISE(ABORT, 'sealed: the account has entries') WHERE EXISTS (SELECT 1 FROM ledger_line WHERE account_id = OLD.id);
END;

CREATE TRIGGER seal_attachment_insert BEFORE INSERT ON ledger_attachment BEGIN
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_attachment_update BEFORE UPDATE OF id, business_id, document_id ON ledger_attachment BEGIN
    SELECT RAISE(ABORT, 'sealed: a photo stays with its document');
END;

CREATE TRIGGER seal_allocation_insert BEFORE INSERT ON ledger_allocation BEGIN
    SELECT RAISE(ABORT, 'sealed: the documents are of another book') WHERE 2 <> (
        SELECT COUNT(*) FROM ledger_document WHERE id IN (NEW.payment_id, NEW.document_id) AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: money is whole numbers') WHERE typeof(NEW.amount) <> 'integer' OR typeof(NEW.withheld) <> 'integer';
END;

CREATE TRIGGER seal_allocation_update BEFORE UPDATE OF id, business_id, payment_id, document_id ON ledger_allocation BEGIN
    SELECT RAISE(ABORT, 'sealed: what is set against a document stays with it');
END;

CREATE TRIGGER seal_accountmonth_insert BEFORE INSERT ON ledger_accountmonth BEGIN
    SELECT RAISE(ABORT, 'sealed: the account is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.account_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_partymonth_insert BEFORE INSERT ON ledger_partymonth BEGIN
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_business_update BEFORE UPDATE OF id, currency, seq ON businesses_business BEGIN
    SELECT RAISE(ABORT, 'sealed: a book keeps its id') WHERE NEW.id IS NOT OLD.id;
    SELECT RAISE(ABORT, 'sealed: the counter of a book never goes back') WHERE NEW.seq < OLD.seq OR typeof(NEW.seq) <> 'integer';
    SELECT RAISE(ABORT, 'sealed: a book with entries keeps its currency') WHERE NEW.currency IS NOT OLD.currency
        AND EXISTS (SELECT 1 FROM ledger_entry WHERE business_id = OLD.id);
END;

CREATE TRIGGER seal_branch_update BEFORE UPDATE OF id, business_id ON businesses_branch BEGIN
    SELECT RAISE(ABORT, 'sealed: a branch stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
END;

CREATE TRIGGER seal_branch_delete BEFORE DELETE ON businesses_branch BEGIN
    SELECT RAISE(ABORT, 'sealed: the branch has entries') WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE branch_id = OLD.id);
END;

CREATE TRIGGER seal_business_delete BEFORE DELETE ON businesses_business BEGIN
    SELECT RAISE(ABORT, 'sealed: the book has entries') WHERE EXISTS (SELECT 1 FROM ledger_entry WHERE business_id = OLD.id);
END;

CREATE TRIGGER seal_periodchange_update BEFORE UPDATE ON ledger_periodchange BEGIN
    SELECT RAISE(ABORT, 'sealed: a lock that was set or opened is history');
END;

CREATE TRIGGER seal_periodchange_delete BEFORE DELETE ON ledger_periodchange BEGIN
    SELECT RAISE(ABORT, 'sealed: a lock that was set or opened is history');
END;

CREATE TRIGGER seal_lastlook_insert BEFORE INSERT ON ledger_lastlook BEGIN
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;
