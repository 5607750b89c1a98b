-- The trail is append-only. Duplicate keys are refused by the unique constraints: PostgreSQL has no INSERT OR REPLACE.

CREATE OR REPLACE FUNCTION seal_trail() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'sealed: the trail never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE FUNCTION seal_revision_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.contents IS NOT NULL OR (NEW.id, NEW.business_id, NEW.seq, NEW.subject_id, NEW.rev)
       IS DISTINCT FROM (OLD.id, OLD.business_id, OLD.seq, OLD.subject_id, OLD.rev) THEN
        RAISE EXCEPTION 'sealed: a revision can only be blanked' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER seal_event_update BEFORE UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION seal_trail();
CREATE OR REPLACE TRIGGER seal_event_delete BEFORE DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION seal_trail();
CREATE OR REPLACE TRIGGER seal_event_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION seal_trail();
CREATE OR REPLACE TRIGGER seal_revision_update BEFORE UPDATE ON audit_revision FOR EACH ROW EXECUTE FUNCTION seal_revision_changed();
CREATE OR REPLACE TRIGGER seal_revision_delete BEFORE DELETE ON audit_revision FOR EACH ROW EXECUTE FUNCTION seal_trail();
CREATE OR REPLACE TRIGGER seal_revision_truncate BEFORE TRUNCATE ON audit_revision FOR EACH STATEMENT EXECUTE FUNCTION seal_trail();
