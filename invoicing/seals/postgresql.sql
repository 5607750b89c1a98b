-- The second guard on PostgreSQL: a paper keeps its book and its number. Its foreign keys carry the book (migration 0001).

CREATE OR REPLACE FUNCTION seal_paper_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.business_id, NEW.kind, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.kind, OLD.created_at) THEN
        RAISE EXCEPTION 'sealed: a paper keeps its book and kind' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.status <> 'draft' AND (NEW.status = 'draft'
        OR (NEW.party_id, NEW.branch_id) IS DISTINCT FROM (OLD.party_id, OLD.branch_id)) THEN
        RAISE EXCEPTION 'sealed: an approved paper keeps its party' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.status <> 'draft' AND OLD.kind NOT IN ('bill', 'vendor_credit') AND NEW.number IS DISTINCT FROM OLD.number THEN
        RAISE EXCEPTION 'sealed: an approved paper keeps its number' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.status IN ('void', 'cancelled') AND NEW.status <> OLD.status THEN
        RAISE EXCEPTION 'sealed: what was taken out stays out' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER seal_paper_update BEFORE UPDATE ON invoicing_paper
    FOR EACH ROW EXECUTE FUNCTION seal_paper_changed();
CREATE OR REPLACE TRIGGER seal_paper_delete BEFORE DELETE ON invoicing_paper
    FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION seal_refuse('an approved paper is kept');
CREATE OR REPLACE TRIGGER seal_paper_truncate BEFORE TRUNCATE ON invoicing_paper
    FOR EACH STATEMENT EXECUTE FUNCTION seal_refuse('an approved paper is kept');
CREATE OR REPLACE TRIGGER seal_paper_line_update BEFORE UPDATE ON invoicing_paperline
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id, NEW.paper_id, NEW.quantity, NEW.value, NEW.total)
        IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.paper_id, OLD.quantity, OLD.value, OLD.total))
    EXECUTE FUNCTION seal_refuse('a line is written anew');

CREATE OR REPLACE FUNCTION seal_payment_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.business_id, NEW.branch_id, NEW.party_id, NEW.side, NEW.number)
        IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.branch_id, OLD.party_id, OLD.side, OLD.number) THEN
        RAISE EXCEPTION 'sealed: a payment keeps its party and number' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.status = 'deleted' AND NEW.status <> 'deleted' THEN
        RAISE EXCEPTION 'sealed: what was taken out stays out' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER seal_payment_update BEFORE UPDATE ON invoicing_payment
    FOR EACH ROW EXECUTE FUNCTION seal_payment_changed();
CREATE OR REPLACE TRIGGER seal_payment_delete BEFORE DELETE ON invoicing_payment
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('a payment is kept');
CREATE OR REPLACE TRIGGER seal_payment_truncate BEFORE TRUNCATE ON invoicing_payment
    FOR EACH STATEMENT EXECUTE FUNCTION seal_refuse('a payment is kept');
CREATE OR REPLACE TRIGGER seal_tax_payment_update BEFORE UPDATE ON invoicing_taxpayment
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id, NEW.branch_id, NEW.paid_through_id, NEW.month, NEW.cgst, NEW.sgst, NEW.igst, NEW.cess)
        IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.branch_id, OLD.paid_through_id, OLD.month, OLD.cgst, OLD.sgst, OLD.igst, OLD.cess))
    EXECUTE FUNCTION seal_refuse('what was paid is not rewritten');
CREATE OR REPLACE TRIGGER seal_tax_payment_delete BEFORE DELETE ON invoicing_taxpayment
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('a payment is kept');
CREATE OR REPLACE TRIGGER seal_tax_payment_truncate BEFORE TRUNCATE ON invoicing_taxpayment
    FOR EACH STATEMENT EXECUTE FUNCTION seal_refuse('a payment is kept');

CREATE OR REPLACE TRIGGER seal_paper_mail_update BEFORE UPDATE ON invoicing_papermail
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id, NEW.paper_id) IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.paper_id))
    EXECUTE FUNCTION seal_refuse('a letter stays with its paper');
CREATE OR REPLACE TRIGGER seal_paper_mail_sent BEFORE UPDATE ON invoicing_papermail
    FOR EACH ROW WHEN (OLD.state = 'sent' AND NEW.state <> 'sent') EXECUTE FUNCTION seal_refuse('what was sent stays sent');
CREATE OR REPLACE TRIGGER seal_paper_link_update BEFORE UPDATE ON invoicing_paperlink
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id, NEW.paper_id, NEW.digest) IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.paper_id, OLD.digest))
    EXECUTE FUNCTION seal_refuse('a link stays with its paper');
CREATE OR REPLACE TRIGGER seal_recurring_update BEFORE UPDATE ON invoicing_recurring
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id) IS DISTINCT FROM (OLD.id, OLD.business_id))
    EXECUTE FUNCTION seal_refuse('a row stays in its book');
CREATE OR REPLACE TRIGGER seal_recurring_bill_update BEFORE UPDATE ON invoicing_recurringbill
    FOR EACH ROW WHEN ((NEW.business_id, NEW.recurring_id, NEW.day) IS DISTINCT FROM (OLD.business_id, OLD.recurring_id, OLD.day))
    EXECUTE FUNCTION seal_refuse('what was done stays done');
CREATE OR REPLACE TRIGGER seal_advance_voucher_update BEFORE UPDATE ON invoicing_advancevoucher
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id, NEW.party_id, NEW.kind, NEW.receipt_id, NEW.number, NEW.day, NEW.our_registration, NEW.place, NEW.amount, NEW.value, NEW.cgst, NEW.sgst, NEW.igst, NEW.cess)
        IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.party_id, OLD.kind, OLD.receipt_id, OLD.number, OLD.day, OLD.our_registration, OLD.place, OLD.amount, OLD.value, OLD.cgst, OLD.sgst, OLD.igst, OLD.cess))
    EXECUTE FUNCTION seal_refuse('a voucher is not rewritten');
CREATE OR REPLACE TRIGGER seal_advance_voucher_back BEFORE UPDATE ON invoicing_advancevoucher
    FOR EACH ROW WHEN (OLD.taken_out_at IS NOT NULL AND NEW.taken_out_at IS NULL) EXECUTE FUNCTION seal_refuse('what was taken out stays out');
CREATE OR REPLACE TRIGGER seal_advance_voucher_delete BEFORE DELETE ON invoicing_advancevoucher
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('a voucher is kept');
CREATE OR REPLACE TRIGGER seal_advance_voucher_truncate BEFORE TRUNCATE ON invoicing_advancevoucher
    FOR EACH STATEMENT EXECUTE FUNCTION seal_refuse('a voucher is kept');
CREATE OR REPLACE TRIGGER seal_advance_use_update BEFORE UPDATE ON invoicing_advanceuse
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id, NEW.voucher_id, NEW.paper_id, NEW.day, NEW.amount, NEW.value, NEW.cgst, NEW.sgst, NEW.igst, NEW.cess)
        IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.voucher_id, OLD.paper_id, OLD.day, OLD.amount, OLD.value, OLD.cgst, OLD.sgst, OLD.igst, OLD.cess))
    EXECUTE FUNCTION seal_refuse('what was set against a bill is not rewritten');
CREATE OR REPLACE TRIGGER seal_advance_use_back BEFORE UPDATE ON invoicing_advanceuse
    FOR EACH ROW WHEN (OLD.taken_off_at IS NOT NULL AND NEW.taken_off_at IS NULL) EXECUTE FUNCTION seal_refuse('what was taken off stays off');
CREATE OR REPLACE TRIGGER seal_advance_use_delete BEFORE DELETE ON invoicing_advanceuse
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('what was set against a bill is kept');
CREATE OR REPLACE TRIGGER seal_advance_use_truncate BEFORE TRUNCATE ON invoicing_advanceuse
    FOR EACH STATEMENT EXECUTE FUNCTION seal_refuse('what was set against a bill is kept');
