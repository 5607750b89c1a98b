-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE invoicing_advancevoucher ADD CONSTRAINT advance_voucher_payment_key FOREIGN KEY (business_id, id) REFERENCES invoicing_payment (business_id, id)
    DEFERRABLE INITIALLY DEFERRED; -- no field of the model tells of it, so a book that is purged may let the payment go first
ALTER TABLE invoicing_advancevoucher ADD CONSTRAINT advance_voucher_party_key FOREIGN KEY (business_id, party_id) REFERENCES ledger_party (business_id, id);
ALTER TABLE invoicing_advancevoucher ADD CONSTRAINT advance_voucher_receipt_key FOREIGN KEY (business_id, receipt_id) REFERENCES invoicing_advancevoucher (business_id, id);
ALTER TABLE invoicing_advanceuse ADD CONSTRAINT advance_use_voucher_key FOREIGN KEY (business_id, voucher_id) REFERENCES invoicing_advancevoucher (business_id, id);
ALTER TABLE invoicing_advanceuse ADD CONSTRAINT advance_use_paper_key FOREIGN KEY (business_id, paper_id) REFERENCES invoicing_paper (business_id, id);
