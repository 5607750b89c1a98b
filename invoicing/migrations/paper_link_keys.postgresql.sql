-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE invoicing_paperlink ADD CONSTRAINT paper_link_paper_key FOREIGN KEY (business_id, paper_id) REFERENCES invoicing_paper (business_id, id);
