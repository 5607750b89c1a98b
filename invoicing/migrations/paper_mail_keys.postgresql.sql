-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE invoicing_papermail ADD CONSTRAINT paper_mail_paper_key FOREIGN KEY (business_id, paper_id) REFERENCES invoicing_paper (business_id, id);
