-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE invoicing_paper ADD CONSTRAINT paper_paid_through_key FOREIGN KEY (business_id, paid_through_id) REFERENCES ledger_account (business_id, id);
