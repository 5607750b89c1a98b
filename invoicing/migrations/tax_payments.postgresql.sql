-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE invoicing_taxpayment ADD CONSTRAINT tax_payment_branch_key FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
ALTER TABLE invoicing_taxpayment ADD CONSTRAINT tax_payment_money_key FOREIGN KEY (business_id, paid_through_id) REFERENCES ledger_account (business_id, id);
ALTER TABLE invoicing_paper ADD CONSTRAINT paper_tax_payment_key FOREIGN KEY (business_id, tax_payment_id) REFERENCES invoicing_taxpayment (business_id, id);
