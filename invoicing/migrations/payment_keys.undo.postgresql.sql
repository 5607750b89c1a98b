ALTER TABLE invoicing_payment DROP CONSTRAINT payment_branch_key;
ALTER TABLE invoicing_payment DROP CONSTRAINT payment_party_key;
