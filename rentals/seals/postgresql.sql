-- The second guard on PostgreSQL: what was asked for stays. Its foreign keys carry the book (migration 0001).

CREATE OR REPLACE TRIGGER seal_due_update BEFORE UPDATE ON rentals_due
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id, NEW.lease_id, NEW.kind, NEW.period, NEW.label, NEW.amount, NEW.document_id, NEW.about_id)
        IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.lease_id, OLD.kind, OLD.period, OLD.label, OLD.amount, OLD.document_id, OLD.about_id)) EXECUTE FUNCTION seal_refuse('what was asked for never changes');
CREATE OR REPLACE TRIGGER seal_due_delete BEFORE DELETE ON rentals_due
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('what was asked for never changes');
CREATE OR REPLACE TRIGGER seal_depositmovement_update BEFORE UPDATE ON rentals_depositmovement
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id, NEW.lease_id, NEW.kind, NEW.amount, NEW.day, NEW.document_id)
        IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.lease_id, OLD.kind, OLD.amount, OLD.day, OLD.document_id)) EXECUTE FUNCTION seal_refuse('what a deposit did never changes');
CREATE OR REPLACE TRIGGER seal_depositmovement_delete BEFORE DELETE ON rentals_depositmovement
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('what a deposit did never changes');
CREATE OR REPLACE TRIGGER seal_propertyexpense_update BEFORE UPDATE ON rentals_propertyexpense
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id, NEW.branch_id, NEW.account_id, NEW.amount, NEW.day, NEW.document_id)
        IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.branch_id, OLD.account_id, OLD.amount, OLD.day, OLD.document_id)) EXECUTE FUNCTION seal_refuse('what a house cost never changes');
CREATE OR REPLACE TRIGGER seal_propertyexpense_delete BEFORE DELETE ON rentals_propertyexpense
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('what a house cost never changes');
CREATE OR REPLACE TRIGGER seal_taxkept_update BEFORE UPDATE ON rentals_taxkept
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('what a tenant kept back never changes');
CREATE OR REPLACE TRIGGER seal_taxkept_delete BEFORE DELETE ON rentals_taxkept
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('what a tenant kept back never changes');
CREATE OR REPLACE TRIGGER seal_duetax_update BEFORE UPDATE ON rentals_duetax
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('what was asked for never changes');
CREATE OR REPLACE TRIGGER seal_duetax_delete BEFORE DELETE ON rentals_duetax
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('what was asked for never changes');
CREATE OR REPLACE TRIGGER seal_rentinvoice_update BEFORE UPDATE ON rentals_rentinvoice
    FOR EACH ROW WHEN (NEW.due_id IS DISTINCT FROM OLD.due_id OR NEW.number IS DISTINCT FROM OLD.number
        OR NEW.day IS DISTINCT FROM OLD.day OR NEW.our_registration IS DISTINCT FROM OLD.our_registration
        OR NEW.our_state IS DISTINCT FROM OLD.our_state OR NEW.place IS DISTINCT FROM OLD.place
        OR NEW.premises IS DISTINCT FROM OLD.premises OR NEW.sac IS DISTINCT FROM OLD.sac
        OR NEW.reverse_charge IS DISTINCT FROM OLD.reverse_charge OR NEW.rate IS DISTINCT FROM OLD.rate
        OR NEW.cgst IS DISTINCT FROM OLD.cgst OR NEW.sgst IS DISTINCT FROM OLD.sgst
        OR NEW.igst IS DISTINCT FROM OLD.igst OR NEW.created_at IS DISTINCT FROM OLD.created_at)
    EXECUTE FUNCTION seal_refuse('an invoice stays as it was made');
CREATE OR REPLACE TRIGGER seal_rentinvoice_delete BEFORE DELETE ON rentals_rentinvoice
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('an invoice stays as it was made');
