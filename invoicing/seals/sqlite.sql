-- The second guard on SQLite: a paper keeps its book and its number, and points only into its own book.

CREATE TRIGGER seal_paper_insert BEFORE INSERT ON invoicing_paper BEGIN
    SELECT RAISE(ABORT, 'sealed: this paper stands already') WHERE EXISTS (SELECT 1 FROM invoicing_paper WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the money is of another book') WHERE NEW.paid_through_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.paid_through_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the payment of its tax is of another book') WHERE NEW.tax_payment_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM invoicing_taxpayment WHERE id = NEW.tax_payment_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the source is of another book') WHERE NEW.source_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM invoicing_paper WHERE id = NEW.source_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_paper_update BEFORE UPDATE ON invoicing_paper BEGIN
    SELECT RAISE(ABORT, 'sealed: a paper keeps its book and kind') WHERE NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.kind IS NOT OLD.kind OR NEW.created_at IS NOT OLD.created_at;
    SELECT RAISE(ABORT, 'sealed: an approved paper keeps its party') WHERE OLD.status <> 'draft'
        AND (NEW.status = 'draft' OR NEW.party_id IS NOT OLD.party_id OR NEW.branch_id IS NOT OLD.branch_id);
    SELECT RAISE(ABORT, 'sealed: an approved paper keeps its number') WHERE OLD.status <> 'draft'
        AND OLD.kind NOT IN ('bill', 'vendor_credit') AND NEW.number IS NOT OLD.number;
    SELECT RAISE(ABORT, 'sealed: what was taken out stays out') WHERE OLD.status IN ('void', 'cancelled')
        AND NEW.status IS NOT OLD.status;
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the money is of another book') WHERE NEW.paid_through_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.paid_through_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the payment of its tax is of another book') WHERE NEW.tax_payment_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM invoicing_taxpayment WHERE id = NEW.tax_payment_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the source is of another book') WHERE NEW.source_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM invoicing_paper WHERE id = NEW.source_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_paper_delete BEFORE DELETE ON invoicing_paper BEGIN
    SELECT RAISE(ABORT, 'sealed: an approved paper is kept') WHERE OLD.status <> 'draft';
END;

CREATE TRIGGER seal_paper_line_insert BEFORE INSERT ON invoicing_paperline BEGIN
    SELECT RAISE(ABORT, 'sealed: the paper is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM invoicing_paper WHERE id = NEW.paper_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NEW.item_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the batch is of another book') WHERE NEW.batch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_batch WHERE id = NEW.batch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the account is of another book') WHERE NEW.account_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.account_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the line before is of another book') WHERE NEW.source_line_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM invoicing_paperline WHERE id = NEW.source_line_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the line of the khata is of another book') WHERE NEW.khata_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.khata_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: quantities and money are whole numbers') WHERE typeof(NEW.quantity) <> 'integer'
        OR typeof(NEW.price) <> 'integer' OR typeof(NEW.value) <> 'integer' OR typeof(NEW.total) <> 'integer';
END;

CREATE TRIGGER seal_paper_line_update BEFORE UPDATE ON invoicing_paperline BEGIN
    SELECT RAISE(ABORT, 'sealed: a line is written anew') WHERE NEW.id IS NOT OLD.id OR NEW.paper_id IS NOT OLD.paper_id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.quantity IS NOT OLD.quantity OR NEW.value IS NOT OLD.value
        OR NEW.total IS NOT OLD.total OR NEW.item_id IS NOT OLD.item_id OR NEW.batch_id IS NOT OLD.batch_id
        OR NEW.account_id IS NOT OLD.account_id OR NEW.khata_id IS NOT OLD.khata_id
        OR NEW.source_line_id IS NOT OLD.source_line_id AND NEW.source_line_id IS NOT NULL;
END;

CREATE TRIGGER seal_contact_insert BEFORE INSERT ON invoicing_contact BEGIN
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_contact_update BEFORE UPDATE OF party_id, business_id ON invoicing_contact BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.party_id IS NOT OLD.party_id
        OR NEW.business_id IS NOT OLD.business_id;
END;

CREATE TRIGGER seal_contact_person_insert BEFORE INSERT ON invoicing_contactperson BEGIN
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_contact_person_update BEFORE UPDATE OF party_id, business_id ON invoicing_contactperson BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.party_id IS NOT OLD.party_id
        OR NEW.business_id IS NOT OLD.business_id;
END;

CREATE TRIGGER seal_payment_insert BEFORE INSERT ON invoicing_payment BEGIN
    SELECT RAISE(ABORT, 'sealed: this payment stands already') WHERE EXISTS (SELECT 1 FROM invoicing_payment WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: money is whole numbers') WHERE typeof(NEW.amount) <> 'integer'
        OR typeof(NEW.withheld) <> 'integer' OR typeof(NEW.written_off) <> 'integer';
END;

CREATE TRIGGER seal_payment_update BEFORE UPDATE ON invoicing_payment BEGIN
    SELECT RAISE(ABORT, 'sealed: a payment keeps its party and number') WHERE NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.branch_id IS NOT OLD.branch_id
        OR NEW.party_id IS NOT OLD.party_id OR NEW.side IS NOT OLD.side OR NEW.number IS NOT OLD.number;
    SELECT RAISE(ABORT, 'sealed: what was taken out stays out') WHERE OLD.status = 'deleted' AND NEW.status <> 'deleted';
END;

CREATE TRIGGER seal_payment_delete BEFORE DELETE ON invoicing_payment BEGIN
    SELECT RAISE(ABORT, 'sealed: a payment is kept');
END;

CREATE TRIGGER seal_paper_file_insert BEFORE INSERT ON invoicing_paperfile BEGIN
    SELECT RAISE(ABORT, 'sealed: the paper is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM invoicing_paper WHERE id = NEW.paper_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_paper_file_update BEFORE UPDATE OF paper_id, business_id ON invoicing_paperfile BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.paper_id IS NOT OLD.paper_id
        OR NEW.business_id IS NOT OLD.business_id;
END;

CREATE TRIGGER seal_paper_link_insert BEFORE INSERT ON invoicing_paperlink BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM invoicing_paperlink WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the paper is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM invoicing_paper WHERE id = NEW.paper_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_paper_link_update BEFORE UPDATE ON invoicing_paperlink BEGIN
    SELECT RAISE(ABORT, 'sealed: a link stays with its paper') WHERE NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.paper_id IS NOT OLD.paper_id OR NEW.digest IS NOT OLD.digest;
END;

CREATE TRIGGER seal_paper_mail_insert BEFORE INSERT ON invoicing_papermail BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM invoicing_papermail WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the paper is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM invoicing_paper WHERE id = NEW.paper_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_paper_mail_update BEFORE UPDATE ON invoicing_papermail BEGIN
    SELECT RAISE(ABORT, 'sealed: a letter stays with its paper') WHERE NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.paper_id IS NOT OLD.paper_id;
    SELECT RAISE(ABORT, 'sealed: what was sent stays sent') WHERE OLD.state = 'sent' AND NEW.state <> 'sent';
END;

CREATE TRIGGER seal_recurring_insert BEFORE INSERT ON invoicing_recurring BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM invoicing_recurring WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_recurring_update BEFORE UPDATE ON invoicing_recurring BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_recurring_bill_insert BEFORE INSERT ON invoicing_recurringbill BEGIN
    SELECT RAISE(ABORT, 'sealed: what comes back is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM invoicing_recurring WHERE id = NEW.recurring_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_recurring_bill_update BEFORE UPDATE ON invoicing_recurringbill BEGIN
    SELECT RAISE(ABORT, 'sealed: what was done stays done') WHERE NEW.business_id IS NOT OLD.business_id
        OR NEW.recurring_id IS NOT OLD.recurring_id OR NEW.day IS NOT OLD.day;
END;

CREATE TRIGGER seal_tax_payment_insert BEFORE INSERT ON invoicing_taxpayment BEGIN
    SELECT RAISE(ABORT, 'sealed: this payment stands already') WHERE EXISTS (SELECT 1 FROM invoicing_taxpayment WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the money is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.paid_through_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_tax_payment_update BEFORE UPDATE ON invoicing_taxpayment BEGIN
    SELECT RAISE(ABORT, 'sealed: what was paid is not rewritten') WHERE NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.branch_id IS NOT OLD.branch_id
        OR NEW.paid_through_id IS NOT OLD.paid_through_id OR NEW.month IS NOT OLD.month
        OR NEW.cgst IS NOT OLD.cgst OR NEW.sgst IS NOT OLD.sgst OR NEW.igst IS NOT OLD.igst OR NEW.cess IS NOT OLD.cess;
END;

CREATE TRIGGER seal_tax_payment_delete BEFORE DELETE ON invoicing_taxpayment BEGIN
    SELECT RAISE(ABORT, 'sealed: a payment is kept');
END;

CREATE TRIGGER seal_advance_voucher_insert BEFORE INSERT ON invoicing_advancevoucher BEGIN
    SELECT RAISE(ABORT, 'sealed: this voucher stands already') WHERE EXISTS (SELECT 1 FROM invoicing_advancevoucher WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the payment is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM invoicing_payment WHERE id = NEW.id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the party is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the voucher before is of another book') WHERE NEW.receipt_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM invoicing_advancevoucher WHERE id = NEW.receipt_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: money is whole numbers') WHERE typeof(NEW.amount) <> 'integer'
        OR typeof(NEW.cgst) <> 'integer' OR typeof(NEW.sgst) <> 'integer' OR typeof(NEW.igst) <> 'integer';
END;

CREATE TRIGGER seal_advance_voucher_update BEFORE UPDATE ON invoicing_advancevoucher BEGIN
    SELECT RAISE(ABORT, 'sealed: a voucher is not rewritten') WHERE NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.party_id IS NOT OLD.party_id OR NEW.kind IS NOT OLD.kind
        OR NEW.receipt_id IS NOT OLD.receipt_id OR NEW.number IS NOT OLD.number OR NEW.day IS NOT OLD.day
        OR NEW.our_registration IS NOT OLD.our_registration OR NEW.place IS NOT OLD.place OR NEW.amount IS NOT OLD.amount
        OR NEW.value IS NOT OLD.value OR NEW.cgst IS NOT OLD.cgst OR NEW.sgst IS NOT OLD.sgst
        OR NEW.igst IS NOT OLD.igst OR NEW.cess IS NOT OLD.cess;
    SELECT RAISE(ABORT, 'sealed: what was taken out stays out') WHERE OLD.taken_out_at IS NOT NULL AND NEW.taken_out_at IS NULL;
END;

CREATE TRIGGER seal_advance_voucher_delete BEFORE DELETE ON invoicing_advancevoucher BEGIN
    SELECT RAISE(ABORT, 'sealed: a voucher is kept');
END;

CREATE TRIGGER seal_advance_use_insert BEFORE INSERT ON invoicing_advanceuse BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM invoicing_advanceuse WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the voucher is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM invoicing_advancevoucher WHERE id = NEW.voucher_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the paper is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM invoicing_paper WHERE id = NEW.paper_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: money is whole numbers') WHERE typeof(NEW.amount) <> 'integer'
        OR typeof(NEW.cgst) <> 'integer' OR typeof(NEW.sgst) <> 'integer' OR typeof(NEW.igst) <> 'integer';
END;

CREATE TRIGGER seal_advance_use_update BEFORE UPDATE ON invoicing_advanceuse BEGIN
    SELECT RAISE(ABORT, 'sealed: what was set against a bill is not rewritten') WHERE NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.voucher_id IS NOT OLD.voucher_id
        OR NEW.paper_id IS NOT OLD.paper_id OR NEW.day IS NOT OLD.day OR NEW.amount IS NOT OLD.amount
        OR NEW.value IS NOT OLD.value OR NEW.cgst IS NOT OLD.cgst OR NEW.sgst IS NOT OLD.sgst
        OR NEW.igst IS NOT OLD.igst OR NEW.cess IS NOT OLD.cess;
    SELECT RAISE(ABORT, 'sealed: what was taken off stays off') WHERE OLD.taken_off_at IS NOT NULL AND NEW.taken_off_at IS NULL;
END;

CREATE TRIGGER seal_advance_use_delete BEFORE DELETE ON invoicing_advanceuse BEGIN
    SELECT RAISE(ABORT, 'sealed: what was set against a bill is kept');
END;
