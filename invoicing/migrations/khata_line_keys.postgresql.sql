-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE invoicing_paperline ADD CONSTRAINT paper_line_khata_key FOREIGN KEY (business_id, khata_id) REFERENCES ledger_document (business_id, id);
