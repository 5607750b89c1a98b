ALTER TABLE invoicing_paper DROP CONSTRAINT paper_paid_through_key;
