ALTER TABLE ledger_document DROP CONSTRAINT document_branch_of_book, DROP CONSTRAINT document_party_of_book, DROP CONSTRAINT document_entry_of_book;
ALTER TABLE ledger_attachment DROP CONSTRAINT attachment_document_of_book;
ALTER TABLE ledger_entry DROP CONSTRAINT entry_branch_of_book, DROP CONSTRAINT entry_document_of_book;
ALTER TABLE ledger_line DROP CONSTRAINT line_account_of_book, DROP CONSTRAINT line_party_of_book;
ALTER TABLE ledger_accountmonth DROP CONSTRAINT accountmonth_account_of_book;
ALTER TABLE ledger_partymonth DROP CONSTRAINT partymonth_party_of_book;
ALTER TABLE ledger_party DROP CONSTRAINT party_merged_of_book;
