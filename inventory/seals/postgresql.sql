-- The second guard on PostgreSQL: what moved never changes. Its foreign keys carry the book (migration 0001).

CREATE OR REPLACE FUNCTION seal_stockdocument_born() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh f JOIN businesses_business b ON b.id = f.business_id WHERE b.books_locked_until >= f.day) THEN
        RAISE EXCEPTION 'sealed: the period is locked' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION seal_movement_born() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh f WHERE NOT EXISTS (SELECT 1 FROM inventory_stockdocument d WHERE d.id = f.document_id
            AND d.business_id = f.business_id AND d.day = f.day AND d.pos = f.pos)) THEN
        RAISE EXCEPTION 'sealed: a movement stands where its document does' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER seal_stockdocument_insert AFTER INSERT ON inventory_stockdocument REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION seal_stockdocument_born();
CREATE OR REPLACE TRIGGER seal_stockdocument_change BEFORE UPDATE OR DELETE ON inventory_stockdocument
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('a change of stock is history');
CREATE OR REPLACE TRIGGER seal_movement_insert AFTER INSERT ON inventory_movement REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION seal_movement_born();
CREATE OR REPLACE TRIGGER seal_movement_update BEFORE UPDATE ON inventory_movement
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('movements never change');
CREATE OR REPLACE TRIGGER seal_movement_delete BEFORE DELETE ON inventory_movement
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('movements are never deleted');
CREATE OR REPLACE TRIGGER seal_movement_truncate BEFORE TRUNCATE ON inventory_movement
    FOR EACH STATEMENT EXECUTE FUNCTION seal_refuse('movements are never deleted');
CREATE OR REPLACE TRIGGER seal_item_update BEFORE UPDATE OF id, business_id ON inventory_item
    FOR EACH ROW WHEN ((NEW.id, NEW.business_id) IS DISTINCT FROM (OLD.id, OLD.business_id)) EXECUTE FUNCTION seal_refuse('an item stays in its book');
