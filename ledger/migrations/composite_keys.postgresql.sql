-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE ledger_document ADD CONSTRAINT document_branch_of_book FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
ALTER TABLE ledger_document ADD CONSTRAINT document_party_of_book FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
-- Deferred: a document is written before its entry. SQLite would look for the waiting child by reading every document.
ALTER TABLE ledger_document ADD CONSTRAINT document_entry_of_book FOREIGN KEY (business_id, entry_id) REFERENCES ledger_entry (business_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ledger_attachment ADD CONSTRAINT attachment_document_of_book FOREIGN KEY (business_id, document_id) REFERENCES ledger_document (business_id, id);
ALTER TABLE ledger_entry ADD CONSTRAINT entry_branch_of_book FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
ALTER TABLE ledger_entry ADD CONSTRAINT entry_document_of_book FOREIGN KEY (business_id, document_id) REFERENCES ledger_document (business_id, id);
ALTER TABLE ledger_line ADD CONSTRAINT line_account_of_book FOREIGN KEY (business_id, account_id) REFERENCES ledger_account (business_id, id);
ALTER TABLE ledger_line ADD CONSTRAINT line_party_of_book FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
ALTER TABLE ledger_accountmonth ADD CONSTRAINT accountmonth_account_of_book FOREIGN KEY (business_id, account_id) REFERENCES ledger_account (business_id, id);
ALTER TABLE ledger_partymonth ADD CONSTRAINT partymonth_party_of_book FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
ALTER TABLE ledger_party ADD CONSTRAINT party_merged_of_book FOREIGN KEY (business_id, merged_into_id) REFERENCES ledger_party (business_id, id);
-- Rows that every posting touches stay hot updates while their page has room.
ALTER TABLE ledger_party SET (fillfactor = 70);
ALTER TABLE ledger_accountmonth SET (fillfactor = 70);
ALTER TABLE ledger_partymonth SET (fillfactor = 70);
ALTER TABLE ledger_entry SET (fillfactor = 85);
ALTER TABLE businesses_business SET (fillfactor = 50);
