-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE invoicing_recurring ADD CONSTRAINT recurring_party_key FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
ALTER TABLE invoicing_recurringbill ADD CONSTRAINT recurring_bill_key FOREIGN KEY (business_id, recurring_id) REFERENCES invoicing_recurring (business_id, id);
