-- The second guard on PostgreSQL: a number that was drawn stands for good, and none is left out.

CREATE OR REPLACE FUNCTION seal_number_born() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.key <> upper(NEW.number) OR NEW.number !~ '^[A-Za-z0-9][A-Za-z0-9/-]{0,15}$' THEN
        RAISE EXCEPTION 'sealed: a number is up to 16 letters, digits, - and /' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.series_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM taxes_seriesyear y JOIN taxes_series s ON s.id = y.series_id
            WHERE y.series_id = NEW.series_id AND y.year = NEW.year AND y.last = NEW.position
            AND s.business_id = NEW.business_id AND s.registration = NEW.registration AND s.kind = NEW.kind
            AND (y.first = NEW.position OR y.resumed = NEW.position OR EXISTS (SELECT 1 FROM taxes_drawnnumber d WHERE d.series_id = NEW.series_id
                AND d.year = NEW.year AND d.position = NEW.position - 1))) THEN
        RAISE EXCEPTION 'sealed: numbers of a series follow one another' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION seal_series_counted() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.business_id, NEW.series_id, NEW.year) IS DISTINCT FROM
       (OLD.id, OLD.business_id, OLD.series_id, OLD.year) THEN
        RAISE EXCEPTION 'sealed: a series keeps its year' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT COALESCE(
        (NEW.first = OLD.first AND NEW.last = OLD.last + 1 AND NEW.resumed IS NOT DISTINCT FROM OLD.resumed
            AND NEW.skipped = OLD.skipped)
        OR (NEW.first = OLD.first AND NEW.last = NEW.resumed - 1 AND NEW.last > OLD.last
            AND NEW.skipped = OLD.skipped + NEW.last - OLD.last)
        OR (NEW.last = NEW.first - 1 AND NEW.resumed IS NULL AND NEW.skipped = 0 AND NOT EXISTS (
            SELECT 1 FROM taxes_drawnnumber WHERE series_id = NEW.series_id AND year = NEW.year)), false) THEN
        RAISE EXCEPTION 'sealed: a series counts on by one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION seal_series_written() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.business_id, NEW.registration, NEW.kind) IS DISTINCT FROM
       (OLD.id, OLD.business_id, OLD.registration, OLD.kind) THEN
        RAISE EXCEPTION 'sealed: a series keeps its place' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.prefix, NEW.stem) IS DISTINCT FROM (OLD.prefix, OLD.stem)
       AND EXISTS (SELECT 1 FROM taxes_drawnnumber WHERE series_id = NEW.id) THEN
        RAISE EXCEPTION 'sealed: a series that numbered keeps its name' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER seal_number_insert BEFORE INSERT ON taxes_drawnnumber
    FOR EACH ROW EXECUTE FUNCTION seal_number_born();
CREATE OR REPLACE TRIGGER seal_number_update BEFORE UPDATE ON taxes_drawnnumber
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('a number that was drawn never changes');
CREATE OR REPLACE TRIGGER seal_number_delete BEFORE DELETE ON taxes_drawnnumber
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('a number that was drawn is kept');
CREATE OR REPLACE TRIGGER seal_number_truncate BEFORE TRUNCATE ON taxes_drawnnumber
    FOR EACH STATEMENT EXECUTE FUNCTION seal_refuse('a number that was drawn is kept');
CREATE OR REPLACE TRIGGER seal_seriesyear_update BEFORE UPDATE ON taxes_seriesyear
    FOR EACH ROW EXECUTE FUNCTION seal_series_counted();
CREATE OR REPLACE TRIGGER seal_seriesyear_delete BEFORE DELETE ON taxes_seriesyear
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('the count of a series is kept');
CREATE OR REPLACE TRIGGER seal_series_update BEFORE UPDATE ON taxes_series
    FOR EACH ROW EXECUTE FUNCTION seal_series_written();
CREATE OR REPLACE TRIGGER seal_series_delete BEFORE DELETE ON taxes_series
    FOR EACH ROW EXECUTE FUNCTION seal_refuse('a series is kept');
