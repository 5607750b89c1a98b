-- The second guard on PostgreSQL. Checks on sets use statement triggers with transition tables, so that
-- an import of thousands of rows pays for them once.

CREATE OR REPLACE FUNCTION seal_refuse() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'sealed: %', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE FUNCTION seal_entry_born() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh WHERE posted_as IS NOT NULL) THEN
        RAISE EXCEPTION 'sealed: an entry is born unposted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM fresh f WHERE f.reverses_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM ledger_entry e WHERE e.id = f.reverses_id AND e.posted_as = e.id
            AND e.business_id = f.business_id AND e.document_id = f.document_id)) THEN
        RAISE EXCEPTION 'sealed: a reversal needs a posted entry of the same document' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION seal_entry_posted() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM was WHERE posted_as IS NOT NULL) THEN
        RAISE EXCEPTION 'sealed: a posted entry never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM now_is n WHERE n.posted_as IS DISTINCT FROM n.id)
       OR EXISTS (SELECT 1 FROM now_is n WHERE NOT EXISTS (SELECT 1 FROM was w WHERE w.id = n.id
            AND (w.business_id, w.branch_id, w.document_id, w.seq, w.day, w.pos, w.actor_id, w.chain)
              = (n.business_id, n.branch_id, n.document_id, n.seq, n.day, n.pos, n.actor_id, n.chain)
            AND (w.device_id, w.reverses_id) IS NOT DISTINCT FROM (n.device_id, n.reverses_id))) THEN
        RAISE EXCEPTION 'sealed: an entry can only be posted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM now_is n LEFT JOIN ledger_line l ON l.entry_id = n.id
            GROUP BY n.id HAVING count(l.id) < 2 OR sum(l.amount) IS DISTINCT FROM 0) THEN
        RAISE EXCEPTION 'sealed: the entry does not balance' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM now_is n JOIN businesses_business b ON b.id = n.business_id WHERE b.books_locked_until >= n.day) THEN
        RAISE EXCEPTION 'sealed: the period is locked' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

-- FOR SHARE: without it a line could slip under an entry that another transaction is posting at this moment.
-- By keys, never by other indexes: a connection keeps its plans, and those made while a book was young would read all
-- of it. So the rest of a condition stands where no index can serve it.
CREATE OR REPLACE FUNCTION seal_line_born() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    entries uuid[] := ARRAY(SELECT DISTINCT entry_id FROM fresh);
BEGIN
    PERFORM 1 FROM ledger_entry e WHERE e.id = ANY (entries) FOR SHARE;
    IF EXISTS (SELECT 1 FROM fresh f LEFT JOIN ledger_entry e ON e.id = f.entry_id
            WHERE (e.posted_as IS NULL AND e.business_id = f.business_id
            AND e.branch_id = f.branch_id AND e.day = f.day AND e.pos = f.pos) IS NOT TRUE) THEN
        RAISE EXCEPTION 'sealed: the entry is posted, elsewhere or in another place' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION seal_document_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.business_id, NEW.kind, NEW.party_id, NEW.pos, NEW.created_at)
       IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.kind, OLD.party_id, OLD.pos, OLD.created_at)
       OR (NEW.source_key, NEW.corrects_id, NEW.part_of_id)
       IS DISTINCT FROM (OLD.source_key, OLD.corrects_id, OLD.part_of_id) THEN
        RAISE EXCEPTION 'sealed: what a document is never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.branch_id IS DISTINCT FROM OLD.branch_id AND NOT EXISTS (
            SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id AND id IS DISTINCT FROM OLD.entry_id
            AND business_id = NEW.business_id AND branch_id = NEW.branch_id AND posted_as = id) THEN
        RAISE EXCEPTION 'sealed: a document goes to another branch with its money' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.entry_id IS DISTINCT FROM OLD.entry_id AND NEW.entry_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id AND document_id = COALESCE(NEW.part_of_id, NEW.id)) THEN
        RAISE EXCEPTION 'sealed: the entry is of another document' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION seal_party_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.business_id) IS DISTINCT FROM (OLD.id, OLD.business_id) THEN
        RAISE EXCEPTION 'sealed: a party stays in its book' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION seal_account_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.business_id) IS DISTINCT FROM (OLD.id, OLD.business_id) THEN
        RAISE EXCEPTION 'sealed: an account stays in its book' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.kind, NEW.currency) IS DISTINCT FROM (OLD.kind, OLD.currency)
       AND EXISTS (SELECT 1 FROM ledger_line WHERE account_id = OLD.id) THEN
        RAISE EXCEPTION 'sealed: the account has entries' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION seal_business_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.id IS DISTINCT FROM OLD.id OR NEW.seq < OLD.seq THEN
        RAISE EXCEPTION 'sealed: a book keeps its id, and its counter never goes back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.currency IS DISTINCT FROM OLD.currency AND EXISTS (SELECT 1 FROM ledger_entry WHERE business_id = OLD.id) THEN
        RAISE EXCEPTION 'sealed: a book with entries keeps its currency' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION seal_branch_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'sealed: a branch stays in its book' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE TRIGGER seal_entry_insert AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION seal_entry_born();
CREATE OR REPLACE TRIGGER seal_entry_update AFTER UPDATE ON ledger_entry REFERENCING OLD TABLE AS was NEW TABLE AS now_is
    FOR EACH STATEMENT EXECUTE FUNCTION seal_entry_posted();
CREATE OR REPLACE TRIGGER seal_entry_delete BEFORE DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('entries are never deleted');
CREATE OR REPLACE TRIGGER seal_entry_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION seal_refuse('entries are never deleted');
CREATE OR REPLACE TRIGGER seal_line_insert AFTER INSERT ON ledger_line REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION seal_line_born();
CREATE OR REPLACE TRIGGER seal_line_update BEFORE UPDATE ON ledger_line
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('lines never change');
CREATE OR REPLACE TRIGGER seal_line_delete BEFORE DELETE ON ledger_line
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('lines are never deleted');
CREATE OR REPLACE TRIGGER seal_line_truncate BEFORE TRUNCATE ON ledger_line
    FOR EACH STATEMENT EXECUTE FUNCTION seal_refuse('lines are never deleted');
CREATE OR REPLACE TRIGGER seal_document_update BEFORE UPDATE ON ledger_document
    FOR EACH ROW EXECUTE FUNCTION seal_document_changed();
CREATE OR REPLACE TRIGGER seal_document_delete BEFORE DELETE ON ledger_document
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('documents are trashed, never deleted');
CREATE OR REPLACE TRIGGER seal_party_update BEFORE UPDATE OF id, business_id ON ledger_party
    FOR EACH ROW EXECUTE FUNCTION seal_party_changed();
CREATE OR REPLACE TRIGGER seal_account_update BEFORE UPDATE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION seal_account_changed();
CREATE OR REPLACE TRIGGER seal_attachment_update BEFORE UPDATE OF id, business_id, document_id ON ledger_attachment
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('a photo stays with its document');
CREATE OR REPLACE TRIGGER seal_business_update BEFORE UPDATE ON businesses_business
    FOR EACH ROW EXECUTE FUNCTION seal_business_changed();
CREATE OR REPLACE TRIGGER seal_branch_update BEFORE UPDATE OF id, business_id ON businesses_branch
    FOR EACH ROW EXECUTE FUNCTION seal_branch_changed();
CREATE OR REPLACE TRIGGER seal_periodchange_change BEFORE UPDATE OR DELETE ON ledger_periodchange
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('a lock that was set or opened is history');
