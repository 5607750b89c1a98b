-- A row can point only into its own book.
ALTER TABLE rentals_tenantlink ADD CONSTRAINT tenant_link_party_key FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
ALTER TABLE rentals_paymentclaim ADD CONSTRAINT payment_claim_lease_key FOREIGN KEY (business_id, lease_id) REFERENCES rentals_lease (business_id, id);
ALTER TABLE rentals_paymentclaim ADD CONSTRAINT payment_claim_document_key FOREIGN KEY (business_id, document_id) REFERENCES ledger_document (business_id, id);
ALTER TABLE rentals_tenantword ADD CONSTRAINT tenant_word_lease_key FOREIGN KEY (business_id, lease_id) REFERENCES rentals_lease (business_id, id);
