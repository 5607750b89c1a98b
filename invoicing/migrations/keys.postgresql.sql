-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE invoicing_contact ADD CONSTRAINT contact_party_key FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
ALTER TABLE invoicing_contactperson ADD CONSTRAINT contact_person_party_key FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
ALTER TABLE invoicing_paper ADD CONSTRAINT paper_branch_key FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
ALTER TABLE invoicing_paper ADD CONSTRAINT paper_party_key FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
ALTER TABLE invoicing_paper ADD CONSTRAINT paper_source_key FOREIGN KEY (business_id, source_id) REFERENCES invoicing_paper (business_id, id);
ALTER TABLE invoicing_paperline ADD CONSTRAINT paper_line_paper_key FOREIGN KEY (business_id, paper_id) REFERENCES invoicing_paper (business_id, id);
ALTER TABLE invoicing_paperline ADD CONSTRAINT paper_line_item_key FOREIGN KEY (business_id, item_id) REFERENCES inventory_item (business_id, id);
ALTER TABLE invoicing_paperline ADD CONSTRAINT paper_line_account_key FOREIGN KEY (business_id, account_id) REFERENCES ledger_account (business_id, id);
ALTER TABLE invoicing_paperline ADD CONSTRAINT paper_line_batch_key FOREIGN KEY (business_id, batch_id) REFERENCES inventory_batch (business_id, id);
ALTER TABLE invoicing_paperline ADD CONSTRAINT paper_line_source_key FOREIGN KEY (business_id, source_line_id) REFERENCES invoicing_paperline (business_id, id) DEFERRABLE INITIALLY DEFERRED;
