-- The second guard on SQLite: what moved never changes, and points only into its own book.

CREATE TRIGGER seal_stockdocument_insert BEFORE INSERT ON inventory_stockdocument BEGIN
    SELECT RAISE(ABORT, 'sealed: this change of stock stands already') WHERE EXISTS (SELECT 1 FROM inventory_stockdocument
        WHERE id = NEW.id OR (business_id = NEW.business_id AND seq = NEW.seq) OR reverses_id = NEW.reverses_id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the document is of another book') WHERE NEW.document_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.document_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the posting is of another book') WHERE NEW.posting_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.posting_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the posting is of another book') WHERE NEW.difference_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_document WHERE id = NEW.difference_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: what is taken back is of another book') WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_stockdocument WHERE id = NEW.reverses_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the period is locked') WHERE EXISTS (
        SELECT 1 FROM businesses_business WHERE id = NEW.business_id AND books_locked_until >= NEW.day);
END;

CREATE TRIGGER seal_stockdocument_update BEFORE UPDATE ON inventory_stockdocument BEGIN
    SELECT RAISE(ABORT, 'sealed: a change of stock is history');
END;

CREATE TRIGGER seal_stockdocument_delete BEFORE DELETE ON inventory_stockdocument BEGIN
    SELECT RAISE(ABORT, 'sealed: a change of stock is history');
END;

CREATE TRIGGER seal_movement_insert BEFORE INSERT ON inventory_movement BEGIN
    SELECT RAISE(ABORT, 'sealed: this movement stands already') WHERE (NEW.id <> -1 AND EXISTS (SELECT 1 FROM inventory_movement WHERE id = NEW.id))
        OR EXISTS (SELECT 1 FROM inventory_movement WHERE document_id = NEW.document_id AND line = NEW.line)
        OR EXISTS (SELECT 1 FROM inventory_movement WHERE reverses_id = NEW.reverses_id);
    SELECT RAISE(ABORT, 'sealed: quantities and values are whole numbers') WHERE typeof(NEW.quantity) <> 'integer'
        OR typeof(NEW.value) <> 'integer' OR typeof(NEW.asked) <> 'integer';
    SELECT RAISE(ABORT, 'sealed: a movement stands where its document does') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_stockdocument WHERE id = NEW.document_id AND business_id = NEW.business_id
        AND day = NEW.day AND pos = NEW.pos);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the batch is of another book') WHERE NEW.batch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_batch WHERE id = NEW.batch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: what is taken back is of another book') WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_movement WHERE id = NEW.reverses_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: what is corrected is of another book') WHERE NEW.about_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_movement WHERE id = NEW.about_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_movement_update BEFORE UPDATE ON inventory_movement BEGIN
    SELECT RAISE(ABORT, 'sealed: movements never change');
END;

CREATE TRIGGER seal_movement_delete BEFORE DELETE ON inventory_movement BEGIN
    SELECT RAISE(ABORT, 'sealed: movements are never deleted');
END;

CREATE TRIGGER seal_item_insert BEFORE INSERT ON inventory_item BEGIN
    SELECT RAISE(ABORT, 'sealed: this item stands already') WHERE EXISTS (SELECT 1 FROM inventory_item WHERE id = NEW.id);
END;

CREATE TRIGGER seal_item_update BEFORE UPDATE OF id, business_id ON inventory_item BEGIN
    SELECT RAISE(ABORT, 'sealed: an item stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
END;

CREATE TRIGGER seal_item_delete BEFORE DELETE ON inventory_item BEGIN
    SELECT RAISE(ABORT, 'sealed: stock of the item has moved') WHERE EXISTS (SELECT 1 FROM inventory_movement WHERE item_id = OLD.id);
END;

CREATE TRIGGER seal_part_insert BEFORE INSERT ON inventory_part BEGIN
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the part is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.part_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_part_update BEFORE UPDATE ON inventory_part BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the part is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.part_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_batch_insert BEFORE INSERT ON inventory_batch BEGIN
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_batch_update BEFORE UPDATE ON inventory_batch BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_serial_insert BEFORE INSERT ON inventory_serial BEGIN
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: what it came by is of another book') WHERE NEW.came_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_stockdocument WHERE id = NEW.came_by_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: what it left by is of another book') WHERE NEW.left_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_stockdocument WHERE id = NEW.left_by_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_serial_update BEFORE UPDATE ON inventory_serial BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NEW.branch_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: what it came by is of another book') WHERE NEW.came_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_stockdocument WHERE id = NEW.came_by_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: what it left by is of another book') WHERE NEW.left_by_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM inventory_stockdocument WHERE id = NEW.left_by_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_stocksum_insert BEFORE INSERT ON inventory_stocksum BEGIN
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_branchstock_insert BEFORE INSERT ON inventory_branchstock BEGIN
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_branchstock_update BEFORE UPDATE ON inventory_branchstock BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the item is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_item WHERE id = NEW.item_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_batchstock_insert BEFORE INSERT ON inventory_batchstock BEGIN
    SELECT RAISE(ABORT, 'sealed: the batch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_batch WHERE id = NEW.batch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;

CREATE TRIGGER seal_batchstock_update BEFORE UPDATE ON inventory_batchstock BEGIN
    SELECT RAISE(ABORT, 'sealed: a row stays in its book') WHERE NEW.id IS NOT OLD.id OR NEW.business_id IS NOT OLD.business_id;
    SELECT RAISE(ABORT, 'sealed: the batch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM inventory_batch WHERE id = NEW.batch_id AND business_id = NEW.business_id);
    SELECT RAISE(ABORT, 'sealed: the branch is of another book') WHERE NOT EXISTS (
        SELECT 1 FROM businesses_branch WHERE id = NEW.branch_id AND business_id = NEW.business_id);
END;
