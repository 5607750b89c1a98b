-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE invoicing_payment ADD CONSTRAINT payment_branch_key FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
ALTER TABLE invoicing_payment ADD CONSTRAINT payment_party_key FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
