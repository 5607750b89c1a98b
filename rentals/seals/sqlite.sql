-- The second guard on SQLite: rows of renting point only into their own book, and what was asked for stays.

CREATE TRIGGER seal_property_insert BEFORE INSERT ON rentals_property BEGIN
    SELECT RAISE(ABORT, 'sealed: the house is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_property_update BEFORE UPDATE ON rentals_property BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.branch_id IS NOT OLD.branch_id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the house is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_unit_insert BEFORE INSERT ON rentals_unit BEGIN
    SELECT RAISE(ABORT, 'sealed: the house is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_unit_update BEFORE UPDATE ON rentals_unit BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the house is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_lease_insert BEFORE INSERT ON rentals_lease BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM rentals_lease WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the unit is of another book') WHERE NEW.unit_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_unit WHERE id = NEW.unit_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the tenant is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_lease_update BEFORE UPDATE ON rentals_lease BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the unit is of another book') WHERE NEW.unit_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_unit WHERE id = NEW.unit_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the tenant is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_leasetenant_insert BEFORE INSERT ON rentals_leasetenant BEGIN
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the tenant is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_leasetenant_update BEFORE UPDATE ON rentals_leasetenant BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the tenant is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_rentrise_insert BEFORE INSERT ON rentals_rentrise BEGIN
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_rentrise_update BEFORE UPDATE ON rentals_rentrise BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_due_insert BEFORE INSERT ON rentals_due BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM rentals_due WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: this was asked for already') WHERE EXISTS (SELECT 1 FROM rentals_due WHERE lease_id = NEW.lease_id
        AND kind = NEW.kind AND period = NEW.period AND label = NEW.label);
    SELECT RAISE(ABORT, 'sealed: an amount is a whole number') WHERE typeof(NEW.amount) <> 'integer';
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.about_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.about_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_due_update BEFORE UPDATE ON rentals_due BEGIN
    SELECT RAISE(ABORT, 'sealed: what was asked for never changes') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id OR NEW.lease_id IS NOT OLD.lease_id OR NEW.kind IS NOT OLD.kind OR NEW.period IS NOT OLD.period OR NEW.label IS NOT OLD.label OR NEW.amount IS NOT OLD.amount OR NEW.document_id IS NOT OLD.document_id OR NEW.about_id IS NOT OLD.about_id;
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.about_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.about_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_paymentshare_insert BEFORE INSERT ON rentals_paymentshare BEGIN
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.payment_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.payment_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.due_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.due_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_paymentshare_update BEFORE UPDATE ON rentals_paymentshare BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.payment_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.payment_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.due_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.due_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_duetax_insert BEFORE INSERT ON rentals_duetax BEGIN
    SELECT RAISE(ABORT, 'sealed: an amount is a whole number') WHERE typeof(NEW.cgst) <> 'integer' OR typeof(NEW.igst) <> 'integer';
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.due_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.due_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_duetax_update BEFORE UPDATE ON rentals_duetax BEGIN
    SELECT RAISE(ABORT, 'sealed: what was asked for never changes');
END;

CREATE TRIGGER seal_duetax_delete BEFORE DELETE ON rentals_duetax BEGIN
    SELECT RAISE(ABORT, 'sealed: what was asked for never changes');
END;

CREATE TRIGGER seal_rentinvoice_insert BEFORE INSERT ON rentals_rentinvoice BEGIN
    SELECT RAISE(ABORT, 'sealed: an amount is a whole number') WHERE typeof(NEW.cgst) <> 'integer' OR typeof(NEW.igst) <> 'integer';
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.due_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.due_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_rentinvoice_update BEFORE UPDATE ON rentals_rentinvoice BEGIN
    SELECT RAISE(ABORT, 'sealed: an invoice stays as it was made') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id OR NEW.due_id IS NOT OLD.due_id OR NEW.number IS NOT OLD.number OR NEW.day IS NOT OLD.day OR NEW.our_registration IS NOT OLD.our_registration OR NEW.our_state IS NOT OLD.our_state OR NEW.place IS NOT OLD.place OR NEW.premises IS NOT OLD.premises OR NEW.sac IS NOT OLD.sac OR NEW.reverse_charge IS NOT OLD.reverse_charge OR NEW.rate IS NOT OLD.rate OR NEW.cgst IS NOT OLD.cgst OR NEW.sgst IS NOT OLD.sgst OR NEW.igst IS NOT OLD.igst OR NEW.created_at IS NOT OLD.created_at;
END;

CREATE TRIGGER seal_rentinvoice_delete BEFORE DELETE ON rentals_rentinvoice BEGIN
    SELECT RAISE(ABORT, 'sealed: an invoice stays as it was made');
END;

CREATE TRIGGER seal_taxkept_insert BEFORE INSERT ON rentals_taxkept BEGIN
    SELECT RAISE(ABORT, 'sealed: an amount is a whole number') WHERE typeof(NEW.amount) <> 'integer';
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_taxkept_update BEFORE UPDATE ON rentals_taxkept BEGIN
    SELECT RAISE(ABORT, 'sealed: what a tenant kept back never changes');
END;

CREATE TRIGGER seal_taxkept_delete BEFORE DELETE ON rentals_taxkept BEGIN
    SELECT RAISE(ABORT, 'sealed: what a tenant kept back never changes');
END;

CREATE TRIGGER seal_depositmovement_insert BEFORE INSERT ON rentals_depositmovement BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM rentals_depositmovement WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: an amount is a whole number') WHERE typeof(NEW.amount) <> 'integer';
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_depositmovement_update BEFORE UPDATE ON rentals_depositmovement BEGIN
    SELECT RAISE(ABORT, 'sealed: what a deposit did never changes') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id OR NEW.lease_id IS NOT OLD.lease_id OR NEW.kind IS NOT OLD.kind OR NEW.amount IS NOT OLD.amount OR NEW.day IS NOT OLD.day OR NEW.document_id IS NOT OLD.document_id;
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_cheque_insert BEFORE INSERT ON rentals_cheque BEGIN
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_cheque_update BEFORE UPDATE ON rentals_cheque BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_propertyexpense_insert BEFORE INSERT ON rentals_propertyexpense BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM rentals_propertyexpense WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: an amount is a whole number') WHERE typeof(NEW.amount) <> 'integer';
    SELECT RAISE(ABORT, 'sealed: the house is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the unit is of another book') WHERE NEW.unit_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_unit WHERE id = NEW.unit_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the account is of another book') WHERE NEW.account_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.account_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_propertyexpense_update BEFORE UPDATE ON rentals_propertyexpense BEGIN
    SELECT RAISE(ABORT, 'sealed: what a house cost never changes') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id OR NEW.branch_id IS NOT OLD.branch_id OR NEW.account_id IS NOT OLD.account_id OR NEW.amount IS NOT OLD.amount OR NEW.day IS NOT OLD.day OR NEW.document_id IS NOT OLD.document_id;
    SELECT RAISE(ABORT, 'sealed: the house is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the unit is of another book') WHERE NEW.unit_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_unit WHERE id = NEW.unit_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the account is of another book') WHERE NEW.account_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_account WHERE id = NEW.account_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_meter_insert BEFORE INSERT ON rentals_meter BEGIN
    SELECT RAISE(ABORT, 'sealed: the unit is of another book') WHERE NEW.unit_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_unit WHERE id = NEW.unit_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_meter_update BEFORE UPDATE ON rentals_meter BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the unit is of another book') WHERE NEW.unit_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_unit WHERE id = NEW.unit_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_meterreading_insert BEFORE INSERT ON rentals_meterreading BEGIN
    SELECT RAISE(ABORT, 'sealed: the meter is of another book') WHERE NEW.meter_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_meter WHERE id = NEW.meter_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.due_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.due_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_meterreading_update BEFORE UPDATE ON rentals_meterreading BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the meter is of another book') WHERE NEW.meter_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_meter WHERE id = NEW.meter_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.due_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.due_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_due_delete BEFORE DELETE ON rentals_due BEGIN
    SELECT RAISE(ABORT, 'sealed: what was asked for never changes');
END;

CREATE TRIGGER seal_depositmovement_delete BEFORE DELETE ON rentals_depositmovement BEGIN
    SELECT RAISE(ABORT, 'sealed: what a deposit did never changes');
END;

CREATE TRIGGER seal_propertyexpense_delete BEFORE DELETE ON rentals_propertyexpense BEGIN
    SELECT RAISE(ABORT, 'sealed: what a house cost never changes');
END;

CREATE TRIGGER seal_tenantlink_insert BEFORE INSERT ON rentals_tenantlink BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM rentals_tenantlink WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the tenant is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_tenantlink_update BEFORE UPDATE ON rentals_tenantlink BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id OR NEW.party_id IS NOT OLD.party_id;
    SELECT RAISE(ABORT, 'sealed: the tenant is of another book') WHERE NEW.party_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_party WHERE id = NEW.party_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_paymentclaim_insert BEFORE INSERT ON rentals_paymentclaim BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM rentals_paymentclaim WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the entry is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.due_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.due_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_paymentclaim_update BEFORE UPDATE ON rentals_paymentclaim BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id OR NEW.lease_id IS NOT OLD.lease_id OR NEW.amount IS NOT OLD.amount OR NEW.tax_kept IS NOT OLD.tax_kept;
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the entry is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the due is of another book') WHERE NEW.due_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_due WHERE id = NEW.due_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_tenantword_insert BEFORE INSERT ON rentals_tenantword BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM rentals_tenantword WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_tenantword_update BEFORE UPDATE ON rentals_tenantword BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id OR NEW.lease_id IS NOT OLD.lease_id;
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_keptpaper_insert BEFORE INSERT ON rentals_keptpaper BEGIN
    SELECT RAISE(ABORT, 'sealed: this row stands already') WHERE EXISTS (SELECT 1 FROM rentals_keptpaper WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the cost is of another book') WHERE NEW.expense_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_propertyexpense WHERE id = NEW.expense_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_keptpaper_update BEFORE UPDATE ON rentals_keptpaper BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id OR NEW.lease_id IS NOT OLD.lease_id OR NEW.expense_id IS NOT OLD.expense_id;
    SELECT RAISE(ABORT, 'sealed: the lease is of another book') WHERE NEW.lease_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_lease WHERE id = NEW.lease_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the cost is of another book') WHERE NEW.expense_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rentals_propertyexpense WHERE id = NEW.expense_id AND business_id = NEW.business_id);
END;
