-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE taxes_series ADD CONSTRAINT series_branch_key FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
