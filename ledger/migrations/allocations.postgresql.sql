-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE ledger_allocation ADD CONSTRAINT allocation_payment_key FOREIGN KEY (business_id, payment_id) REFERENCES ledger_document (business_id, id);
ALTER TABLE ledger_allocation ADD CONSTRAINT allocation_document_key FOREIGN KEY (business_id, document_id) REFERENCES ledger_document (business_id, id);
