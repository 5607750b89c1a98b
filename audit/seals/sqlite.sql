-- The trail is append-only. INSERT OR REPLACE would delete without a delete trigger, so existing keys are refused.

CREATE TRIGGER seal_event_insert BEFORE INSERT ON audit_event BEGIN
    SELECT RAISE(ABORT, 'sealed: this event stands already') WHERE (NEW.id <> -1 AND EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id))
        OR EXISTS (SELECT 1 FROM audit_event WHERE business_id = NEW.business_id AND seq = NEW.seq)
        OR EXISTS (SELECT 1 FROM audit_event WHERE user_id = NEW.user_id AND seq = NEW.seq);
END;

CREATE TRIGGER seal_event_update BEFORE UPDATE ON audit_event BEGIN
    SELECT RAISE(ABORT, 'sealed: the trail never changes');
END;

CREATE TRIGGER seal_event_delete BEFORE DELETE ON audit_event BEGIN
    SELECT RAISE(ABORT, 'sealed: the trail is never deleted');
END;

CREATE TRIGGER seal_revision_insert BEFORE INSERT ON audit_revision BEGIN
    SELECT RAISE(ABORT, 'sealed: this revision stands already') WHERE (NEW.id <> -1 AND EXISTS (SELECT 1 FROM audit_revision WHERE id = NEW.id))
        OR EXISTS (SELECT 1 FROM audit_revision WHERE business_id = NEW.business_id AND subject_id = NEW.subject_id AND rev = NEW.rev);
END;

CREATE TRIGGER seal_revision_update BEFORE UPDATE ON audit_revision BEGIN
    SELECT RAISE(ABORT, 'sealed: a revision can only be blanked') WHERE NEW.contents IS NOT NULL OR NEW.id IS NOT OLD.id
        OR NEW.business_id IS NOT OLD.business_id OR NEW.seq IS NOT OLD.seq OR NEW.subject_id IS NOT OLD.subject_id OR NEW.rev IS NOT OLD.rev;
END;

CREATE TRIGGER seal_revision_delete BEFORE DELETE ON audit_revision BEGIN
    SELECT RAISE(ABORT, 'sealed: revisions are never deleted');
END;
