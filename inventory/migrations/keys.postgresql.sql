-- A row can point only into its own book: every foreign key inside a book carries the book.
ALTER TABLE inventory_part ADD CONSTRAINT part_item_key FOREIGN KEY (business_id, item_id) REFERENCES inventory_item (business_id, id);
ALTER TABLE inventory_part ADD CONSTRAINT part_part_key FOREIGN KEY (business_id, part_id) REFERENCES inventory_item (business_id, id);
ALTER TABLE inventory_batch ADD CONSTRAINT batch_item_key FOREIGN KEY (business_id, item_id) REFERENCES inventory_item (business_id, id);
ALTER TABLE inventory_stockdocument ADD CONSTRAINT stock_document_branch_key FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
ALTER TABLE inventory_stockdocument ADD CONSTRAINT stock_document_source_key FOREIGN KEY (business_id, document_id) REFERENCES ledger_document (business_id, id);
ALTER TABLE inventory_stockdocument ADD CONSTRAINT stock_document_posting_key FOREIGN KEY (business_id, posting_id) REFERENCES ledger_document (business_id, id);
ALTER TABLE inventory_stockdocument ADD CONSTRAINT stock_document_difference_key FOREIGN KEY (business_id, difference_id) REFERENCES ledger_document (business_id, id);
ALTER TABLE inventory_stockdocument ADD CONSTRAINT stock_document_reverses_key FOREIGN KEY (business_id, reverses_id) REFERENCES inventory_stockdocument (business_id, id);
ALTER TABLE inventory_movement ADD CONSTRAINT movement_document_key FOREIGN KEY (business_id, document_id) REFERENCES inventory_stockdocument (business_id, id);
ALTER TABLE inventory_movement ADD CONSTRAINT movement_branch_key FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
ALTER TABLE inventory_movement ADD CONSTRAINT movement_item_key FOREIGN KEY (business_id, item_id) REFERENCES inventory_item (business_id, id);
ALTER TABLE inventory_movement ADD CONSTRAINT movement_batch_key FOREIGN KEY (business_id, batch_id) REFERENCES inventory_batch (business_id, id);
ALTER TABLE inventory_movement ADD CONSTRAINT movement_reverses_key FOREIGN KEY (business_id, reverses_id) REFERENCES inventory_movement (business_id, id);
ALTER TABLE inventory_movement ADD CONSTRAINT movement_about_key FOREIGN KEY (business_id, about_id) REFERENCES inventory_movement (business_id, id);
ALTER TABLE inventory_serial ADD CONSTRAINT serial_item_key FOREIGN KEY (business_id, item_id) REFERENCES inventory_item (business_id, id);
ALTER TABLE inventory_serial ADD CONSTRAINT serial_branch_key FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
ALTER TABLE inventory_serial ADD CONSTRAINT serial_came_by_key FOREIGN KEY (business_id, came_by_id) REFERENCES inventory_stockdocument (business_id, id);
ALTER TABLE inventory_serial ADD CONSTRAINT serial_left_by_key FOREIGN KEY (business_id, left_by_id) REFERENCES inventory_stockdocument (business_id, id);
ALTER TABLE inventory_stocksum ADD CONSTRAINT stock_sum_item_key FOREIGN KEY (business_id, item_id) REFERENCES inventory_item (business_id, id);
ALTER TABLE inventory_branchstock ADD CONSTRAINT branch_stock_item_key FOREIGN KEY (business_id, item_id) REFERENCES inventory_item (business_id, id);
ALTER TABLE inventory_branchstock ADD CONSTRAINT branch_stock_branch_key FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
ALTER TABLE inventory_batchstock ADD CONSTRAINT batch_stock_batch_key FOREIGN KEY (business_id, batch_id) REFERENCES inventory_batch (business_id, id);
ALTER TABLE inventory_batchstock ADD CONSTRAINT batch_stock_branch_key FOREIGN KEY (business_id, branch_id) REFERENCES businesses_branch (business_id, id);
-- Sums that every movement touches stay hot updates while their page has room.
ALTER TABLE inventory_stocksum SET (fillfactor = 50);
ALTER TABLE inventory_branchstock SET (fillfactor = 70);
ALTER TABLE inventory_batchstock SET (fillfactor = 70);
